package io.jfs.core.store.lmdb;

import com.kenai.jffi.ArrayFlags;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import jnr.ffi.byref.ByReference;
import jnr.ffi.provider.jffi.NativeRuntime;
import org.jspecify.annotations.Nullable;

/** A function whose arguments and result are numbers, pointers, texts and places for a result. */
final class QuickFunction {
    private final Function function;
    private final Class<?> result;

    /** The function of this name, at its address. */
    QuickFunction(Method method, long address) {
        Class<?>[] parameters = method.getParameterTypes();
        Type[] types = new Type[parameters.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = type(parameters[i]);
        }
        function = new Function(address, type(method.getReturnType()), types);
        result = method.getReturnType();
    }

    static boolean fits(Method method) {
        Class<?> result = method.getReturnType();
        if (result != int.class && result != long.class && result != void.class) {
            return false;
        }
        for (Class<?> parameter : method.getParameterTypes()) {
            boolean fits = parameter == int.class
                    || parameter == long.class
                    || parameter == String.class
                    || parameter == byte[].class
                    || parameter == Pointer.class
                    || ByReference.class.isAssignableFrom(parameter);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Type type(Class<?> type) {
        if (type == int.class) {
            return Type.SINT32;
        }
        if (type == long.class) {
            return Type.SINT64;
        }
        return type == void.class ? Type.VOID : Type.POINTER;
    }

    /** Whether these arguments have addresses. */
    static boolean takes(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Pointer pointer && !pointer.isDirect()) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    Object call(Object[] arguments) {
        MemoryIO memory = MemoryIO.getInstance();
        HeapInvocationBuffer buffer = new HeapInvocationBuffer(function);
        long[] places = new long[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof ByReference<?>) {
                    places[i] = memory.allocateMemory(Long.BYTES, true);
                    buffer.putAddress(places[i]);
                } else {
                    put(buffer, arguments[i]);
                }
            }
            Object returned = invoke(buffer);
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof ByReference<?> reference) {
                    NativeRuntime runtime = NativeRuntime.getInstance();
                    reference.fromNative(runtime, Pointer.wrap(runtime, places[i]), 0);
                }
            }
            return returned;
        } finally {
            Reference.reachabilityFence(arguments);
            for (long place : places) {
                if (place != 0) {
                    memory.freeMemory(place);
                }
            }
        }
    }

    @SuppressWarnings("IfChainToSwitch") // a switch over types would be linked by generating a class
    private static void put(HeapInvocationBuffer buffer, @Nullable Object argument) {
        if (argument == null) {
            buffer.putAddress(0);
        } else if (argument instanceof Integer number) {
            buffer.putInt(number);
        } else if (argument instanceof Long number) {
            buffer.putLong(number);
        } else if (argument instanceof Pointer pointer) {
            buffer.putAddress(pointer.address());
        } else if (argument instanceof byte[] bytes) {
            putText(buffer, bytes);
        } else if (argument instanceof String text) {
            putText(buffer, text.getBytes(StandardCharsets.UTF_8));
        } else {
            throw new IllegalArgumentException("argument of " + argument.getClass());
        }
    }

    private static void putText(HeapInvocationBuffer buffer, byte[] bytes) {
        buffer.putArray(bytes, 0, bytes.length, ArrayFlags.IN | ArrayFlags.NULTERMINATE);
    }

    private @Nullable Object invoke(HeapInvocationBuffer buffer) {
        Invoker invoker = Invoker.getInstance();
        if (result == long.class) {
            return invoker.invokeLong(function, buffer);
        }
        int returned = invoker.invokeInt(function, buffer);
        return result == int.class ? returned : null;
    }
}
