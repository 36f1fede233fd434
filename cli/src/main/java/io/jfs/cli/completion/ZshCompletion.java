package io.jfs.cli.completion;

import static io.jfs.cli.completion.CompletionModel.quoted;

import io.jfs.cli.completion.CompletionModel.Flag;
import java.util.List;

/** The script for zsh. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String script(List<CompletionModel> models) {
        StringBuilder script = new StringBuilder("""
                #compdef jfs
                # zsh completion for jfs: jfs completion zsh > "${fpath[1]}/_jfs"
                """)
                .append(BashCompletion.offers())
                .append("""
                _jfs() {
                    local route="" word skip="" kinds="" values="" kind previous=$words[CURRENT-1]
                    local -a subcommands options
                    for word in "${(@)words[2,CURRENT-1]}"; do
                        if [[ -n $skip ]]; then skip=""; continue; fi
                        case $word in %s) skip=1 ;; esac
                        case "${route:+$route }$word" in
                            %s) route="${route:+$route }$word" ;;
                        esac
                    done
                    case "$route" in
                """.formatted(CompletionModel.valued(models), CompletionModel.paths(models)));
        for (CompletionModel model : models) {
            script.append("        ").append(quoted(model.path())).append(")\n            subcommands=(");
            for (String subcommand : model.subcommands()) {
                String description = CompletionModel.description(models, model.below(subcommand));
                script.append(quoted(subcommand + ":" + description)).append(' ');
            }
            script.append(")\n            options=(");
            for (Flag flag : model.options()) {
                script.append(quoted(flag.name() + ":" + flag.description())).append(' ');
            }
            script.append(")\n            values=").append(quoted(model.values()));
            script.append(" kinds=")
                    .append(quoted(Offer.labels(model.offers(), " ")))
                    .append(" ;;\n");
        }
        return script.append(TAIL).toString();
    }

    private static final String TAIL = """
                esac
                for word in ${=values}; do
                    if [[ ${word%%:*} == "$previous" ]]; then
                        kinds=${${word#*:}//+/ } subcommands=() options=()
                        break
                    fi
                done
                if [[ $PREFIX == -* ]] && (( $#options )); then
                    _describe option options
                elif (( $#subcommands )); then
                    _describe command subcommands
                else
                    for kind in ${=kinds}; do
                        if [[ $kind == files ]]; then _files; else compadd -- ${(f)"$(_jfs_offer $kind)"}; fi
                    done
                fi
            }
            compdef _jfs jfs
            """;
}
