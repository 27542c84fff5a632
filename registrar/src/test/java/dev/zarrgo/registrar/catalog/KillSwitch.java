package dev.zarrgo.registrar.catalog;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends this process at once, as `kill -9` does, before or after one of its calls to the outside.
final class KillSwitch {

    private final int at;
    private final boolean after;
    private final AtomicInteger calls = new AtomicInteger();

    /// @param at number of the call, from 1
    KillSwitch(int at, boolean after) {
        this.at = at;
        this.after = after;
    }

    <T> T call(Callable<T> outside) throws Exception {
        boolean now = calls.incrementAndGet() == at;
        if (now && !after) {
            Runtime.getRuntime().halt(137);
        }
        T result = outside.call();
        if (now && after) {
            Runtime.getRuntime().halt(137);
        }
        return result;
    }

    /// An object whose methods of these names count as calls to the outside; others of its kind that
    /// methods return are treated alike.
    <T> T around(Class<T> type, T inner, Set<String> names) {
        InvocationHandler handler = (_, method, arguments) -> {
            Callable<Object> plain = () -> {
                try {
                    return method.invoke(inner, arguments);
                } catch (InvocationTargetException failure) {
                    throw failure.getCause() instanceof Exception known ? known : failure;
                }
            };
            Object result = names.contains(method.getName()) ? call(plain) : plain.call();
            return result instanceof java.sql.PreparedStatement statement
                    ? around(java.sql.PreparedStatement.class, statement, names)
                    : result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
