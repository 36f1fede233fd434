package io.jfs.runtime.seccomp;

import io.jfs.runtime.spec.SeccompSpec.Argument;
import java.util.Map;
import java.util.Optional;

/** Calls that 32-bit x86 also makes through {@code socketcall} or {@code ipc}, with a number as first argument. */
final class Multiplexed {
    private static final Map<String, Integer> SOCKETCALL = Map.ofEntries(
            Map.entry("socket", 1),
            Map.entry("bind", 2),
            Map.entry("connect", 3),
            Map.entry("listen", 4),
            Map.entry("accept", 5),
            Map.entry("getsockname", 6),
            Map.entry("getpeername", 7),
            Map.entry("socketpair", 8),
            Map.entry("send", 9),
            Map.entry("recv", 10),
            Map.entry("sendto", 11),
            Map.entry("recvfrom", 12),
            Map.entry("shutdown", 13),
            Map.entry("setsockopt", 14),
            Map.entry("getsockopt", 15),
            Map.entry("sendmsg", 16),
            Map.entry("recvmsg", 17),
            Map.entry("accept4", 18),
            Map.entry("recvmmsg", 19),
            Map.entry("sendmmsg", 20));
    private static final Map<String, Integer> IPC = Map.ofEntries(
            Map.entry("semop", 1),
            Map.entry("semget", 2),
            Map.entry("semctl", 3),
            Map.entry("semtimedop", 4),
            Map.entry("msgsnd", 11),
            Map.entry("msgrcv", 12),
            Map.entry("msgget", 13),
            Map.entry("msgctl", 14),
            Map.entry("shmat", 21),
            Map.entry("shmdt", 22),
            Map.entry("shmget", 23),
            Map.entry("shmctl", 24));

    private Multiplexed() {}

    /** A call by another name with a condition on its first argument. */
    record Route(String call, Argument condition) {}

    /** The other way to make the call; empty if there is none on the architecture. */
    static Optional<Route> of(SeccompArch arch, String name) {
        if (arch != SeccompArch.X86) {
            return Optional.empty();
        }
        Integer socket = SOCKETCALL.get(name);
        if (socket != null) {
            return Optional.of(new Route("socketcall", ArgumentTests.equalTo(0, socket)));
        }
        return Optional.ofNullable(IPC.get(name)).map(number -> new Route("ipc", ArgumentTests.equalTo(0, number)));
    }
}
