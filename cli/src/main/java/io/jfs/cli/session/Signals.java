package io.jfs.cli.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Passes the signals that would end jfs on to a child, so that the child decides, and jfs can clean up after it. */
public final class Signals {
    private static final List<String> FORWARDED = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /** Ends the forwarding when closed. */
    public interface Forwarding extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Forwards until closed. Ctrl-C reaches the child from the terminal by itself, so INT is only kept from ending jfs.
     */
    public static Forwarding forwardTo(Process process) {
        return forward(FORWARDED, _ -> process.destroy());
    }

    /**
     * As {@link #forwardTo}, for other signals and other ways to pass them on.
     *
     * @param names without {@code SIG}
     */
    public static Forwarding forward(List<String> names, Consumer<String> action) {
        List<Runnable> restore = new ArrayList<>();
        for (String name : names) {
            restore.add(SignalHandler.handle(name, () -> {
                if (!name.equals("INT")) {
                    action.accept(name);
                }
            }));
        }
        return () -> restore.forEach(Runnable::run);
    }
}
