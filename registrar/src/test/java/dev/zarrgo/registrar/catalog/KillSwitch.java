package dev.zarrgo.registrar.catalog;

import dev.zarrgo.registrar.http.Transport;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends this process at once, as `kill -9` does, before or after one of its calls to the outside.
final class KillSwitch {

    private static final Set<String> STATEMENTS =
            Set.of("execute", "executeQuery", "executeUpdate", "commit", "rollback", "unwrap");

    private final int at;
    private final boolean after;
    private final AtomicInteger calls = new AtomicInteger();

    /// @param at number of the call, from 1; 0 for none
    KillSwitch(int at, boolean after) {
        this.at = at;
        this.after = after;
    }

    /// The calls so far.
    int calls() {
        return calls.get();
    }

    <T> T call(Callable<T> outside) throws Exception {
        boolean now = calls.incrementAndGet() == at;
        if (now && !after) {
            Runtime.getRuntime().halt(137);
        }
        try {
            return outside.call();
        } finally {
            if (now && after) {
                Runtime.getRuntime().halt(137);
            }
        }
    }

    /// An object whose methods of these names count as calls to the outside.
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
            return switch (result) {
                case PreparedStatement statement -> around(PreparedStatement.class, statement, names);
                case Statement statement -> around(Statement.class, statement, names);
                case null, default -> result;
            };
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /// Every request counts.
    Transport around(Transport inner) {
        return request -> {
            try {
                return call(() -> inner.send(request));
            } catch (IOException | InterruptedException | RuntimeException failure) {
                throw failure;
            } catch (Exception other) {
                throw new IllegalStateException(other);
            }
        };
    }

    /// A database of which every connection and statement counts, and the start of every COPY.
    Catalog database(String url, Map<String, String> environment) {
        Connections plain = Connections.to(url, environment);
        return PgStac.over(new Connections(plain.name(), () -> {
            try {
                return call(() -> around(Connection.class, plain.borrow().connection(), STATEMENTS));
            } catch (SQLException | RuntimeException failure) {
                throw failure;
            } catch (Exception other) {
                throw new IllegalStateException(other);
            }
        }));
    }
}
