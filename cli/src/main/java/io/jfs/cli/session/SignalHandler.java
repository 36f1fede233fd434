package io.jfs.cli.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Catches signals.
 *
 * <p>The JDK's only way to catch a signal is {@code sun.misc.Signal}. It is supported, but naming it is a compiler
 * warning that cannot be suppressed, hence reflection.
 */
public final class SignalHandler {
    private SignalHandler() {}

    /**
     * Has an action run, in a thread of its own, whenever the signal comes.
     *
     * @param name without {@code SIG}
     * @return puts back what was there before
     */
    public static Runnable handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Object handler = Proxy.newProxyInstance(
                    SignalHandler.class.getClassLoader(),
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
