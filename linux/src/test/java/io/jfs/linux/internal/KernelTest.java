package io.jfs.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jfs.linux.Fd;
import io.jfs.linux.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelTest {
    @Test
    void one_foreign_function_is_linked_at_start_and_another_only_to_spawn() throws Exception {
        List<String> linkers = classes()
                .flatMap(model -> invocations(model)
                        .filter(call -> call.name().equalsString("downcallHandle")
                                || call.name().equalsString("upcallStub"))
                        .map(call -> model.thisClass().asInternalName()))
                .toList();
        // Spawn links posix_spawn, which is no system call, and only when a program is first started.
        assertThat(linkers).containsExactlyInAnyOrder("io/jfs/linux/internal/Kernel", "io/jfs/linux/internal/Spawn");
    }

    @Test
    void foreign_memory_is_used_only_in_this_package() throws Exception {
        Set<String> users = new HashSet<>();
        classes()
                .forEach(model -> model.constantPool().forEach(entry -> {
                    if (entry.toString().contains("java/lang/foreign/")) {
                        users.add(model.thisClass().asInternalName());
                    }
                }));
        assertThat(users).isNotEmpty().allMatch(name -> name.startsWith("io/jfs/linux/internal/"));
    }

    private static Stream<InvokeInstruction> invocations(ClassModel model) {
        return model.methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .<CodeElement>map(element -> element)
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast);
    }

    private static Stream<ClassModel> classes() throws Exception {
        URI root =
                Kernel.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of(root))) {
            files = walk.filter(p ->
                            p.toString().endsWith(".class") && !p.toString().endsWith("module-info.class"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(20);
        return files.stream().map(KernelTest::parse);
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void six_arguments_arrive_in_order() throws Exception {
        // copy_file_range has six; an unknown flag in the last is refused, which shows that the last one arrives
        try (Fd a = Processes.memfd("a")) {
            assertThat(Kernel.call(Syscall.COPY_FILE_RANGE, a.number(), 0, a.number(), 0, 0, 0))
                    .isZero();
            assertThat(Kernel.call(Syscall.COPY_FILE_RANGE, a.number(), 0, a.number(), 0, 0, 1))
                    .isEqualTo(-22);
        }
    }

    @Test
    void errors_of_threads_do_not_mix() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> results = IntStream.range(0, 4)
                    .mapToObj(
                            i -> threads.submit(() -> IntStream.range(0, 5_000).allMatch(n -> fails(i))))
                    .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private static boolean fails(int kind) {
        return kind % 2 == 0
                ? Kernel.call(Syscall.CLOSE, -1) == -9
                : Kernel.call(Syscall.PIDFD_OPEN, Integer.MAX_VALUE, 0) == -3;
    }

    @Test
    void numbers_are_distinct() {
        Set<Long> numbers = new HashSet<>();
        for (Syscall call : Syscall.values()) {
            assertThat(numbers.add(call.number())).as(call.name()).isTrue();
        }
    }
}
