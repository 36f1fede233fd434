/*
 * Compiles rules by libseccomp and writes the program: the peer that the compiler's decisions are compared with.
 * Standard input, a line each:
 *   default ACTION
 *   arch TOKEN
 *   rule ACTION NAME [INDEX OP A B]...
 * Numbers are what libseccomp's header defines for actions and operators.
 */
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char line[4096];
	scmp_filter_ctx ctx = NULL;
	while (fgets(line, sizeof line, stdin)) {
		char *save, *word = strtok_r(line, " \n", &save);
		if (!strcmp(word, "default")) {
			ctx = seccomp_init(strtoul(strtok_r(NULL, " \n", &save), NULL, 0));
		} else if (!strcmp(word, "arch")) {
			seccomp_arch_add(ctx, strtoul(strtok_r(NULL, " \n", &save), NULL, 0));
		} else {
			unsigned action = strtoul(strtok_r(NULL, " \n", &save), NULL, 0);
			int nr = seccomp_syscall_resolve_name(strtok_r(NULL, " \n", &save));
			struct scmp_arg_cmp args[6];
			unsigned n = 0;
			for (char *w; (w = strtok_r(NULL, " \n", &save)); n++) {
				args[n].arg = strtoul(w, NULL, 0);
				args[n].op = strtoul(strtok_r(NULL, " \n", &save), NULL, 0);
				args[n].datum_a = strtoull(strtok_r(NULL, " \n", &save), NULL, 0);
				args[n].datum_b = strtoull(strtok_r(NULL, " \n", &save), NULL, 0);
			}
			if (nr == __NR_SCMP_ERROR)
				continue;
			int rc = seccomp_rule_add_array(ctx, action, nr, n, args);
			if (rc != 0) {
				fprintf(stderr, "rule_add: %s\n", strerror(-rc));
				return 1;
			}
		}
	}
	return seccomp_export_bpf(ctx, 1) ? 1 : 0;
}
