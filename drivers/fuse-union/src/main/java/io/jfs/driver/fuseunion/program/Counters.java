package io.jfs.driver.fuseunion.program;

import io.jfs.fuse.transport.FuseSession;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Prints on SIGUSR1 how many requests there were.
 *
 * <p>The JDK's only way to catch a signal is {@code sun.misc.Signal}. It is supported, but naming it is a compiler
 * warning that cannot be suppressed, hence reflection.
 */
final class Counters {
    private static final String SIGNAL = "USR1";

    private Counters() {}

    static void printOnSignal(FuseSession session, PrintStream out) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Counters.class.getClassLoader(),
                    new Class<?>[] {handlerType},
                    (proxy, method, arguments) -> answer(proxy, method, arguments, session, out));
            Object signal = signalType.getConstructor(String.class).newInstance(SIGNAL);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("every JDK has sun.misc.Signal", e);
        }
    }

    private static Object answer(
            Object proxy, Method method, Object[] arguments, FuseSession session, PrintStream out) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "toString" -> "handler of SIG" + SIGNAL;
            default -> {
                print(session, out);
                yield 0; // nobody looks: the method is void
            }
        };
    }

    private static void print(FuseSession session, PrintStream out) {
        out.println(session + ":");
        session.statistics().byOpcode().forEach((opcode, count) -> out.println(opcode + " " + count));
    }
}
