package io.jfs.cli.mount;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes the signals that would end jfs on to a child, so that the child decides, and jfs can clean up after it.
 *
 * <p>The JDK's only way to catch a signal is {@code sun.misc.Signal}. It is supported, but naming it is a compiler
 * warning that cannot be suppressed, hence reflection.
 */
public final class Signals {
    private static final List<String> FORWARDED = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /** Ends the forwarding when closed. */
    interface Forwarding extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Forwards until closed. Ctrl-C reaches the child from the terminal by itself, so INT is only kept from ending jfs.
     */
    static Forwarding forwardTo(Process process) {
        List<Runnable> restore = new ArrayList<>();
        for (String name : FORWARDED) {
            restore.add(handle(name, () -> {
                if (!name.equals("INT")) {
                    process.destroy();
                }
            }));
        }
        return () -> restore.forEach(Runnable::run);
    }

    /** Does something whenever a signal comes; what is returned ends that. */
    public static Runnable handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                        default -> "handler of SIG" + name;
                    });
            Object previous = handle.invoke(null, signal, handler);
            return () -> restore(handle, signal, previous);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("every JDK has sun.misc.Signal", e);
        }
    }

    private static void restore(Method handle, Object signal, Object previous) {
        try {
            handle.invoke(null, signal, previous);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("a signal handler can always be restored", e);
        }
    }
}
