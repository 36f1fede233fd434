package io.jfs.cli.completion;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.session.Session;
import io.jfs.cli.session.UsageException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jfs completion}: needs the whole tree of commands to be there. */
@Command(
        description = "Print the completion script for a shell: bash, zsh or fish.",
        footer = {"", "Example:", "  source <(jfs completion bash)"})
public final class CompletionCommand extends JfsCommand {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    String shell = "";

    @Spec
    @Nullable
    CommandSpec spec;

    /** For the table of all commands. */
    public CompletionCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before a command runs");
        }
        List<CompletionModel> models = CompletionModel.of(spec.root());
        out().print(
                        switch (shell.toLowerCase(Locale.ROOT)) {
                            case "bash" -> BashCompletion.script(models);
                            case "zsh" -> ZshCompletion.script(models);
                            case "fish" -> FishCompletion.script(models);
                            default ->
                                throw new UsageException("unknown shell " + shell + ": there are bash, zsh and fish");
                        });
    }
}
