package io.jfs.linux;

import static io.jfs.linux.ErrnoException.check;

import io.jfs.linux.internal.Kernel;
import io.jfs.linux.internal.Scratch;
import io.jfs.linux.internal.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** eBPF programs that decide which devices the processes of a version 2 cgroup may use: bpf(2). */
public final class DevicePrograms {
    // linux/bpf.h
    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_PROG_ATTACH = 8;
    private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    private static final int BPF_CGROUP_DEVICE = 6;
    private static final int BPF_F_ALLOW_MULTI = 2;
    private static final int INSTRUCTION_BYTES = 8;

    /** Room for the fields of {@code union bpf_attr} up to {@code prog_name}; what the kernel knows beyond is 0. */
    private static final int ATTRIBUTE_BYTES = 64;

    private DevicePrograms() {}

    /**
     * Loads a program: {@code bpf(BPF_PROG_LOAD, ...)}.
     *
     * @param instructions an array of {@code struct bpf_insn}
     * @throws ErrnoException EPERM; EINVAL or EACCES if the kernel does not accept the program
     */
    public static Fd load(byte[] instructions) throws ErrnoException {
        Scratch scratch = Scratch.begin();
        long program = scratch.put(instructions);
        long license = scratch.put(new byte[] {'A', 'p', 'a', 'c', 'h', 'e', 0});
        byte[] attributes = new byte[ATTRIBUTE_BYTES];
        ByteBuffer.wrap(attributes)
                .order(ByteOrder.nativeOrder())
                .putInt(BPF_PROG_TYPE_CGROUP_DEVICE)
                .putInt(instructions.length / INSTRUCTION_BYTES)
                .putLong(program)
                .putLong(license);
        long at = scratch.put(attributes);
        long result = Kernel.call(Syscall.BPF, BPF_PROG_LOAD, at, ATTRIBUTE_BYTES);
        return Fd.ofOwned((int) check(result, "bpf BPF_PROG_LOAD", "device rules"));
    }

    /**
     * Puts a program in force for a cgroup and those below it, beside those of the cgroups above:
     * {@code bpf(BPF_PROG_ATTACH, ...)}. It stays for as long as the cgroup does.
     *
     * @param name of the cgroup, for errors
     * @throws ErrnoException EPERM, EBADF if it is no cgroup of version 2
     */
    public static void attach(Fd cgroup, Fd program, String name) throws ErrnoException {
        byte[] attributes = new byte[ATTRIBUTE_BYTES];
        ByteBuffer.wrap(attributes)
                .order(ByteOrder.nativeOrder())
                .putInt(cgroup.number())
                .putInt(program.number())
                .putInt(BPF_CGROUP_DEVICE)
                .putInt(BPF_F_ALLOW_MULTI);
        long at = Scratch.begin().put(attributes);
        check(Kernel.call(Syscall.BPF, BPF_PROG_ATTACH, at, ATTRIBUTE_BYTES), "bpf BPF_PROG_ATTACH", name);
    }
}
