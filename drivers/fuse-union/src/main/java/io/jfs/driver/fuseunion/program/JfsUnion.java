package io.jfs.driver.fuseunion.program;

import io.jfs.linux.Processes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program. Its arguments are the name that the launcher was called by, the caller's directory and the caller's own
 * arguments. It ends when the filesystem is unmounted, by whomever; SIGTERM and SIGINT unmount it.
 */
final class JfsUnion {
    private final PrintStream out;
    private final PrintStream err;

    private JfsUnion(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @SuppressWarnings("SystemOut") // this is the program
    public static void main(String[] arguments) {
        PrintStream err = System.err;
        try {
            new JfsUnion(System.out, err).run(List.of(arguments));
        } catch (ProgramException e) {
            err.println("jfs-union: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts the main thread; leaving it ends the program
        }
    }

    private void run(List<String> arguments) throws ProgramException, InterruptedException {
        CommandLine line = CommandLine.parse(arguments.get(0), arguments.subList(2, arguments.size()));
        if (line.help()) {
            out.print(Usage.HELP);
        } else if (line.version()) {
            out.print(Usage.version());
        } else {
            mount(line, Path.of(arguments.get(1)));
        }
    }

    private void mount(CommandLine line, Path directory) throws ProgramException, InterruptedException {
        for (String word : line.unknown()) {
            note("unknown option ignored: " + word);
        }
        if (line.operands().isEmpty()) {
            throw new ProgramException("mountpoint is missing");
        }
        String source = line.operands().size() > 1 ? line.operands().getFirst() : "jfs-union";
        boolean root = Processes.effectiveUserId() == 0;
        MountOptions options = OptionReader.read(asked(line, root), directory, root, source);
        for (String text : options.notes()) {
            note(text);
        }
        Path target = LayerPaths.mountPoint(directory.resolve(line.operands().getLast()));
        Serving serving = new Serving(options, LayerPaths.areStacked(options), target, err);
        if (line.pretend()) {
            return;
        }
        if (line.foreground() || options.trace()) {
            serving.inForeground(line.debug() || options.trace());
        } else {
            serving.inBackground();
        }
    }

    /** Of what mount(8) mounts, devices and set-id programs work unless the options say otherwise. */
    private static List<String> asked(CommandLine line, boolean root) {
        List<String> options = new ArrayList<>(line.helper() && root ? List.of("dev", "suid") : List.of());
        options.addAll(line.options());
        return options;
    }

    private void note(String text) {
        err.println("jfs-union: " + text);
    }
}
