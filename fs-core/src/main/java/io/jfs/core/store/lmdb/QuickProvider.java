package io.jfs.core.store.lmdb;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;
import jnr.ffi.provider.FFIProvider;
import jnr.ffi.provider.jffi.NativeRuntime;

/** Loads a library without looking at its functions before they are called. */
public final class QuickProvider extends FFIProvider {

    @Override
    public Runtime getRuntime() {
        return NativeRuntime.getInstance();
    }

    @Override
    public <T> LibraryLoader<T> createLibraryLoader(Class<T> functions) {
        return new Loader<>(functions);
    }

    private static final class Loader<T> extends LibraryLoader<T> {
        Loader(Class<T> functions) {
            super(functions);
        }

        @Override
        protected T loadLibrary(
                Class<T> functions,
                Collection<String> names,
                Collection<String> searchPaths,
                Map<LibraryOption, Object> options,
                boolean failImmediately) {
            return QuickLibrary.load(functions, names.iterator().next());
        }
    }

    /** Has the name by which jnr-ffi asks a provider for the platform, before it finds it out by itself. */
    public static final class Platform extends jnr.ffi.Platform {
        private static final int WORD_BITS = 64;

        /** Called by jnr-ffi. */
        public Platform() {
            super(OS.LINUX, cpu(), WORD_BITS, WORD_BITS, "lib.*\\.so.*$");
        }

        private static CPU cpu() {
            String name = System.getProperty("os.arch", "").toUpperCase(Locale.ROOT);
            return name.equals("AMD64") ? CPU.X86_64 : CPU.valueOf(name);
        }
    }
}
