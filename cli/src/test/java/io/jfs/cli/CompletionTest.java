package io.jfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jfs sna | snapshot",
                "jfs snapshot pre | prepare",
                "jfs image --prog | --progress",
                "jfs image ls --no | --no-trunc",
                "jfs unm | unmount",
                "jfs --root image im | images",
                "jfs --progress pl | plain",
                "jfs images --progress=js | json",
                "jfs --storage-driver o | overlay",
                "jfs completion z | zsh",
                "jfs rmi sh | shop:1",
                "jfs rmi shop : | 1",
                "jfs rmi shop : 1 | 1",
                "jfs umount /mn | /mnt/x",
                "jfs load -i /etc/host | /etc/hostname",
                "jfs snapshot rm w | work"
            })
    void bash_completes_commands_their_verbs_and_options(String line, String expected) throws Exception {
        String script = script("bash") + """
                jfs() {
                    case $1 in
                        images) echo shop:1 ;;
                        driver) printf '%%s\\n' overlay vfs ;;
                        mount) echo /mnt/x ;;
                        snapshot) echo work ;;
                    esac
                }
                COMP_LINE='%s'
                COMP_WORDS=(%s)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _jfs
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(line.replace(" : ", ":").replace(" :", ":"), line);

        assertThat(bash(script)).contains(expected);
    }

    @Test
    void bash_offers_nothing_where_it_knows_nothing() throws Exception {
        String script = script("bash") + """
                COMP_WORDS=(jfs save --format "")
                COMP_LINE='jfs save --format '
                COMP_CWORD=3
                _jfs
                echo "${#COMPREPLY[@]} words"
                """;

        assertThat(bash(script)).containsExactly("0 words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void other_shells_know_the_same_commands(String shell) {
        assertThat(script(shell))
                .contains("snapshot prepare")
                .contains("no-trunc")
                .contains("List images");
    }

    private String script(String shell) {
        return new CliTest(directory).jfs("completion", shell).out();
    }

    private List<String> bash(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("script"), script);
        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isZero();
        return out.lines().toList();
    }
}
