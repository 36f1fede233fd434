package io.jfs.cli.system;

import io.jfs.cli.command.JfsCommand;
import io.jfs.cli.output.Json;
import io.jfs.cli.output.Listing;
import io.jfs.cli.output.Template;
import io.jfs.cli.session.Session;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        description = "Show the version.",
        footer = {"", "Example:", "  jfs version -f '{{.Version}}'"})
final class VersionCommand extends JfsCommand {
    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "json or a Go template")
    @Nullable
    String format;

    VersionCommand(Session session) {
        super(session);
    }

    @Override
    protected void run() {
        BuildInfo build = BuildInfo.read();
        Map<String, Object> fields = Listing.fields(
                "Version", build.version(),
                "GitCommit", build.commit(),
                "Java", Runtime.version().toString(),
                "Os", System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
                "Arch", System.getProperty("os.arch", ""),
                "KernelVersion", System.getProperty("os.version", ""));
        if (format == null) {
            out().line("Version:     " + fields.get("Version"));
            out().line("Git commit:  " + fields.get("GitCommit"));
            out().line("Java:        " + fields.get("Java"));
            out().line("OS/Arch:     " + fields.get("Os") + "/" + fields.get("Arch"));
            out().line("Kernel:      " + fields.get("KernelVersion"));
        } else if (format.equals("json")) {
            out().line(Json.compact(fields));
        } else {
            out().line(Template.parse(format).render(fields));
        }
    }
}
