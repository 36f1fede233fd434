package io.jfs.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void arguments_do_not_overlap_and_are_aligned() {
        Scratch scratch = Scratch.begin();
        long first = scratch.put(new byte[] {1, 2, 3});
        long second = scratch.put(new byte[] {4});
        long third = scratch.reserve(16);
        assertThat(second).isEqualTo(first + 8);
        assertThat(scratch.address(third)).isEqualTo(second + 8);
        assertThat(first % 8).isZero();
    }

    @Test
    void data_lies_apart_from_arguments() {
        Scratch scratch = Scratch.begin();
        long argument = scratch.reserve(8);
        scratch.setLong(argument, 42);
        scratch.set(scratch.data(), new byte[Scratch.DATA_BYTES], 0, Scratch.DATA_BYTES);
        assertThat(scratch.getLong(argument)).isEqualTo(42);
    }

    @Test
    void beginning_forgets_arguments() {
        long first = Scratch.begin().put(new byte[100]);
        assertThat(Scratch.begin().put(new byte[100])).isEqualTo(first);
    }

    @Test
    void too_much_is_refused() {
        Scratch scratch = Scratch.begin();
        assertThatThrownBy(() -> scratch.put(new byte[30_000])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void each_thread_has_its_own() {
        long other =
                CompletableFuture.supplyAsync(() -> Scratch.begin().address(0)).join();
        assertThat(Scratch.begin().address(0)).isNotEqualTo(other);
    }
}
