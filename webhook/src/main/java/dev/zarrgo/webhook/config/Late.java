package dev.zarrgo.webhook.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/// Something that is used before it is there: each call asks for it anew, and fails as that fails.
final class Late {

    private Late() {}

    static <T> T of(Class<T> type, Supplier<T> source) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        return method.invoke(source.get(), arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause() == null ? failure : failure.getCause();
                    }
                }));
    }
}
