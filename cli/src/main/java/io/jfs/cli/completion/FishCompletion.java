package io.jfs.cli.completion;

import static io.jfs.cli.completion.CompletionModel.quoted;

import io.jfs.cli.completion.CompletionModel.Flag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The script for fish. */
final class FishCompletion {
    private FishCompletion() {}

    static String script(List<CompletionModel> models) {
        StringBuilder script = new StringBuilder("function __jfs_offer\n    switch $argv[1]\n");
        for (Offer offer : Offer.values()) {
            if (offer != Offer.FILES) {
                script.append("        case ").append(offer.label()).append('\n');
                script.append("            ").append(offer.command()).append(" 2>/dev/null\n");
            }
        }
        script.append("    end\nend\n").append("""
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
                .map(CompletionModel::quoted)
                .collect(Collectors.joining(" "))));
        for (CompletionModel model : models) {
            add(script, models, model);
        }
        return script.toString();
    }

    private static void add(StringBuilder script, List<CompletionModel> models, CompletionModel model) {
        String at = "complete -c jfs -n '__jfs_at \"" + model.path() + "\"'";
        for (String subcommand : model.subcommands()) {
            script.append(at).append(" -f -a ").append(subcommand).append(" -d ");
            script.append(quoted(CompletionModel.description(models, model.below(subcommand))))
                    .append('\n');
        }
        for (Flag flag : model.options()) {
            boolean isLong = flag.name().startsWith("--");
            script.append(at)
                    .append(isLong ? " -l " : " -s ")
                    .append(flag.name().replaceAll("^--?", ""));
            if (flag.takesValue()) {
                script.append(flag.offers().contains(Offer.FILES) ? " -r" : " -x")
                        .append(offered(flag.offers()));
            }
            script.append(" -d ").append(quoted(flag.description())).append('\n');
        }
        if (model.subcommands().isEmpty()) {
            script.append(at).append(model.offers().contains(Offer.FILES) ? "" : " -f");
            script.append(offered(model.offers())).append('\n');
        }
    }

    private static String offered(Set<Offer> offers) {
        String calls = offers.stream()
                .filter(offer -> offer != Offer.FILES)
                .map(offer -> "(__jfs_offer " + offer.label() + ")")
                .collect(Collectors.joining(" "));
        return calls.isEmpty() ? "" : " -a \"" + calls + "\"";
    }
}
