package io.jfs.core.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls libc, whose functions have the shapes of LMDB's. */
class QuickLibraryTest {
    /** A few of libc's functions. */
    public interface Libc {
        int atoi(String text);

        long strlen(byte[] text);

        long strtol(String text, @Nullable PointerByReference end, int base);

        void srandom(int seed);

        long random();

        int memcmp(Pointer a, Pointer b, long length);

        int no_such_function(int number);

        String strerror(int errno);
    }

    private final QuickProvider provider = new QuickProvider();
    private final Libc libc = provider.createLibraryLoader(Libc.class).load("libc.so.6");

    @Test
    void numbers_and_texts_arrive() {
        assertThat(libc.atoi("-42")).isEqualTo(-42);
        assertThat(libc.strlen("four".getBytes(StandardCharsets.US_ASCII))).isEqualTo(4);
    }

    @Test
    void a_place_for_a_result_is_filled() {
        PointerByReference end = new PointerByReference();
        assertThat(libc.strtol("7fffffffffffff rest", end, 16)).isEqualTo(0x7f_ffff_ffff_ffffL);
        assertThat(end.getValue()).isNotNull();
    }

    @Test
    void no_pointer_is_null() {
        assertThat(libc.strtol("12", null, 10)).isEqualTo(12);
    }

    @Test
    void pointers_arrive_and_memory_of_the_heap_is_left_to_the_library_below() {
        Pointer direct = provider.getRuntime().getMemoryManager().allocateDirect(8, true);
        Pointer heap = provider.getRuntime().getMemoryManager().allocate(8);
        assertThat(libc.memcmp(direct, direct, 8)).isZero();
        heap.putLong(0, 1);
        assertThat(libc.memcmp(heap, direct, 8)).isNotZero();
    }

    @Test
    void a_function_without_a_result_is_called() {
        libc.srandom(5);
        long first = libc.random();
        libc.srandom(5);
        assertThat(libc.random()).isEqualTo(first);
    }

    @Test
    void other_shapes_are_left_to_the_library_below() {
        assertThat(libc.strerror(2)).isEqualTo("No such file or directory");
    }

    @Test
    void a_missing_function_is_named() {
        assertThatThrownBy(() -> libc.no_such_function(1))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("no_such_function");
    }

    @Test
    void a_missing_library_is_named_when_it_is_used() {
        Libc missing = provider.createLibraryLoader(Libc.class).load("/nowhere/libmissing.so");
        assertThatThrownBy(() -> missing.atoi("1"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("/nowhere/libmissing.so");
    }
}
