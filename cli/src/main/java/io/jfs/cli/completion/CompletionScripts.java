package io.jfs.cli.completion;

import io.jfs.cli.completion.CompletionModel.Argument;
import io.jfs.cli.completion.CompletionModel.Flag;
import java.util.List;
import java.util.stream.Collectors;

/** The scripts. Each finds the command from the words typed so far, then offers what may follow it. */
final class CompletionScripts {
    private static final String IMAGES = "jfs images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null";

    private CompletionScripts() {}

    static String bash(List<CompletionModel> models) {
        StringBuilder script = new StringBuilder("""
                # bash completion for jfs: source <(jfs completion bash)
                _jfs() {
                    local current="${COMP_WORDS[COMP_CWORD]}" path="" word subcommands="" options="" images=""
                    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                        case "${path:+$path }$word" in
                            %s) path="${path:+$path }$word" ;;
                        esac
                    done
                    case "$path" in
                """.formatted(paths(models)));
        for (CompletionModel model : models) {
            script.append("        ").append(quoted(model.path())).append(") ");
            script.append("subcommands=").append(quoted(String.join(" ", model.subcommands())));
            script.append(" options=").append(quoted(names(model)));
            script.append(model.argument() == Argument.IMAGE ? " images=1 ;;\n" : " ;;\n");
        }
        return script.append("""
                    esac
                    if [[ $current == -* ]]; then
                        COMPREPLY=($(compgen -W "$options" -- "$current"))
                    elif [[ -n $subcommands ]]; then
                        COMPREPLY=($(compgen -W "$subcommands" -- "$current"))
                    elif [[ -n $images ]]; then
                        COMPREPLY=($(compgen -W "$(%s)" -- "$current") $(compgen -f -- "$current"))
                        [[ $(type -t __ltrim_colon_completions) == function ]] && __ltrim_colon_completions "$current"
                    else
                        COMPREPLY=($(compgen -f -- "$current"))
                    fi
                }
                complete -o filenames -F _jfs jfs
                """.formatted(IMAGES)).toString();
    }

    static String zsh(List<CompletionModel> models) {
        StringBuilder script = new StringBuilder("""
                #compdef jfs
                # zsh completion for jfs: jfs completion zsh > "${fpath[1]}/_jfs"
                _jfs() {
                    local route="" word
                    local -a subcommands options
                    local images=""
                    for word in "${(@)words[2,CURRENT-1]}"; do
                        case "${route:+$route }$word" in
                            %s) route="${route:+$route }$word" ;;
                        esac
                    done
                    case "$route" in
                """.formatted(paths(models)));
        for (CompletionModel model : models) {
            script.append("        ").append(quoted(model.path())).append(")\n            subcommands=(");
            for (String subcommand : model.subcommands()) {
                String words = model.path().isEmpty() ? subcommand : model.path() + " " + subcommand;
                script.append(quoted(subcommand + ":" + description(models, words)))
                        .append(' ');
            }
            script.append(")\n            options=(");
            for (Flag flag : model.options()) {
                script.append(quoted(flag.name() + ":" + flag.description())).append(' ');
            }
            script.append(")\n            images=")
                    .append(model.argument() == Argument.IMAGE ? "1" : "")
                    .append(" ;;\n");
        }
        return script.append("""
                    esac
                    if [[ $PREFIX == -* ]]; then
                        _describe option options
                    elif (( $#subcommands )); then
                        _describe command subcommands
                    elif [[ -n $images ]]; then
                        compadd -- ${(f)"$(%s)"}
                        _files
                    else
                        _files
                    fi
                }
                compdef _jfs jfs
                """.formatted(IMAGES)).toString();
    }

    static String fish(List<CompletionModel> models) {
        StringBuilder script = new StringBuilder("""
                # fish completion for jfs: jfs completion fish > ~/.config/fish/completions/jfs.fish
                function __jfs_at
                    set -l path
                    set -l tokens (commandline -opc)
                    for word in $tokens[2..-1]
                        switch (string join ' ' $path $word)
                            case %s
                                set -a path $word
                        end
                    end
                    test (string join ' ' $path) = "$argv[1]"
                end
                """.formatted(models.stream()
                .map(CompletionModel::path)
                .filter(path -> !path.isEmpty())
                .map(CompletionScripts::quoted)
                .collect(Collectors.joining(" "))));
        for (CompletionModel model : models) {
            String at = "complete -c jfs -n '__jfs_at \"" + model.path() + "\"'";
            for (String subcommand : model.subcommands()) {
                String words = model.path().isEmpty() ? subcommand : model.path() + " " + subcommand;
                script.append(at).append(" -f -a ").append(subcommand);
                script.append(" -d ").append(quoted(description(models, words))).append('\n');
            }
            for (Flag flag : model.options()) {
                boolean isLong = flag.name().startsWith("--");
                script.append(at)
                        .append(isLong ? " -l " : " -s ")
                        .append(flag.name().replaceAll("^--?", ""));
                script.append(" -d ").append(quoted(flag.description())).append('\n');
            }
            if (model.argument() == Argument.IMAGE) {
                script.append(at).append(" -a \"(").append(IMAGES).append(")\"\n");
            }
        }
        return script.toString();
    }

    private static String paths(List<CompletionModel> models) {
        return models.stream()
                .map(CompletionModel::path)
                .filter(path -> !path.isEmpty())
                .map(path -> '"' + path + '"')
                .collect(Collectors.joining("|"));
    }

    private static String names(CompletionModel model) {
        return model.options().stream().map(Flag::name).collect(Collectors.joining(" "));
    }

    private static String description(List<CompletionModel> models, String path) {
        return models.stream()
                .filter(model -> model.path().equals(path))
                .map(CompletionModel::description)
                .findFirst()
                .orElse("");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "’") + "'";
    }
}
