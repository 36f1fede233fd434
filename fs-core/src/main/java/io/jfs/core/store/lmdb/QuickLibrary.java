package io.jfs.core.store.lmdb;

import com.kenai.jffi.Library;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jnr.ffi.provider.LoadedLibrary;
import jnr.ffi.provider.jffi.NativeRuntime;
import jnr.ffi.provider.jffi.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a library as methods of an interface. Those with numbers, pointers and texts are called directly;
 * the few others as jnr-ffi calls them.
 */
final class QuickLibrary implements InvocationHandler {
    private final Class<?> functions;
    private final String path;
    private final Library library;
    private final Map<Method, Optional<QuickFunction>> known = new ConcurrentHashMap<>();

    /** The whole library as jnr-ffi loads it; guarded by this. */
    private @Nullable Object slow;

    private QuickLibrary(Class<?> functions, String path, Library library) {
        this.functions = functions;
        this.path = path;
        this.library = library;
    }

    static <T> T load(Class<T> functions, String path) {
        Library library = Library.openLibrary(path, Library.LAZY | Library.LOCAL);
        if (library == null) {
            throw new UnsatisfiedLinkError(path + ": " + Library.getLastError());
        }
        Class<?>[] interfaces = {functions, LoadedLibrary.class};
        return functions.cast(Proxy.newProxyInstance(
                functions.getClassLoader(), interfaces, new QuickLibrary(functions, path, library)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == LoadedLibrary.class) {
            return NativeRuntime.getInstance();
        }
        if (method.getDeclaringClass() != functions) {
            return method.invoke(this, arguments);
        }
        Object[] given = arguments == null ? new Object[0] : arguments;
        Optional<QuickFunction> function = known.get(method);
        if (function == null) {
            function = find(method);
            known.put(method, function);
        }
        return function.isPresent() && QuickFunction.takes(given)
                ? function.get().call(given)
                : slowly(method, given);
    }

    private Optional<QuickFunction> find(Method method) {
        if (!QuickFunction.fits(method)) {
            return Optional.empty();
        }
        long address = library.getSymbolAddress(method.getName());
        if (address == 0) {
            throw new UnsatisfiedLinkError(path + ": there is no " + method.getName());
        }
        return Optional.of(new QuickFunction(method, address));
    }

    private @Nullable Object slowly(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(slowLibrary(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private synchronized Object slowLibrary() {
        if (slow == null) {
            slow = new Provider().createLibraryLoader(functions).load(path);
        }
        return slow;
    }
}
