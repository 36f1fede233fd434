package io.jfs.cli.completion;

import static io.jfs.cli.completion.CompletionModel.quoted;

import java.util.List;
import java.util.stream.Collectors;

/** The script for bash 4.3 and later; needs no other package. */
final class BashCompletion {
    private BashCompletion() {}

    static String script(List<CompletionModel> models) {
        return offers() + head(models) + cases(models) + TAIL;
    }

    /** In bash and zsh alike. */
    static String offers() {
        StringBuilder script = new StringBuilder("_jfs_offer() {\n    case $1 in\n");
        for (Offer offer : Offer.values()) {
            if (offer != Offer.FILES) {
                script.append("        ").append(offer.label()).append(") ");
                script.append(offer.command()).append(" ;;\n");
            }
        }
        return script.append("    esac 2>/dev/null\n}\n").toString();
    }

    private static String head(List<CompletionModel> models) {
        return """
                # bash completion for jfs: source <(jfs completion bash)
                _jfs() {
                    local words=() word i rest=$COMP_LINE current previous path="" skip=""
                    local subcommands="" options="" values="" kinds="" cut="" kind
                    COMPREPLY=()
                    # Readline splits at colons, which names of images have: glue what no blank divides.
                    for ((i = 0; i <= COMP_CWORD; i++)); do
                        word=${COMP_WORDS[i]}
                        if ((i > 0)) && [[ $rest != [[:blank:]]* ]]; then words[-1]+=$word; else words+=("$word"); fi
                        rest=${rest#"${rest%%%%[![:blank:]]*}"}
                        rest=${rest#"$word"}
                    done
                    current=${words[-1]} previous=${words[-2]}
                    for word in "${words[@]:1:${#words[@]}-2}"; do
                        if [[ -n $skip ]]; then skip=""; continue; fi
                        case $word in %s) skip=1 ;; esac
                        case "${path:+$path }$word" in
                            %s) path="${path:+$path }$word" ;;
                        esac
                    done
                    case "$path" in
                """.formatted(CompletionModel.valued(models), CompletionModel.paths(models));
    }

    private static String cases(List<CompletionModel> models) {
        StringBuilder script = new StringBuilder();
        for (CompletionModel model : models) {
            String names =
                    model.options().stream().map(CompletionModel.Flag::name).collect(Collectors.joining(" "));
            script.append("        ").append(quoted(model.path())).append(") ");
            script.append("subcommands=").append(quoted(String.join(" ", model.subcommands())));
            script.append(" options=").append(quoted(names));
            script.append(" values=").append(quoted(model.values()));
            script.append(" kinds=")
                    .append(quoted(Offer.labels(model.offers(), " ")))
                    .append(" ;;\n");
        }
        return script.toString();
    }

    private static final String TAIL = """
                esac
                if [[ $current == --*=* ]]; then previous=${current%%=*} current=${current#*=}; fi
                for word in $values; do
                    if [[ ${word%%:*} == "$previous" ]]; then
                        kinds=${word#*:} kinds=${kinds//+/ } subcommands="" options=""
                        break
                    fi
                done
                [[ $COMP_WORDBREAKS == *:* ]] && cut=${current%"${current##*:}"}
                if [[ -n $options && $current == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
                elif [[ -n $subcommands ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$subcommands" -- "$current")
                else
                    for kind in $kinds; do
                        if [[ $kind == files ]]; then
                            compopt -o filenames 2>/dev/null
                            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
                        else
                            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$(_jfs_offer "$kind")" -- "$current")
                        fi
                    done
                fi
                COMPREPLY=("${COMPREPLY[@]#"$cut"}")
            }
            complete -F _jfs jfs
            """;
}
