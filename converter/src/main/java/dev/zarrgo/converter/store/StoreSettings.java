package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.InvalidRequestException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How one side, source or target, is reached. Local stores need none of it.
///
/// @param service which S3 service, and as whom
/// @param retries what happens when there is no answer
/// @param limits what a store may take
/// @param guard which hosts may be read, where not everybody may be sent everywhere
public record StoreSettings(S3Service service, RetryPolicy retries, Limits limits, Optional<SourceGuard> guard) {

    /// What a store may take of connections, time and memory. Source: rules I3, I6.
    ///
    /// @param maxConnections requests open to one host, from all stores of the process; at least 1
    /// @param timeout of a request; for each window of its answer
    /// @param readAheadBytes for what is fetched before it is asked for, by all readers of a store
    /// @param writeBufferBytes for what is not sent yet, by all writers of a store
    public record Limits(int maxConnections, Duration timeout, long readAheadBytes, long writeBufferBytes) {

        public static final Limits DEFAULT = new Limits(16, Duration.ofMinutes(2), 96L << 20, 96L << 20);

        public Limits {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("at least 1 connection is needed, not " + maxConnections);
            }
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("a timeout of %s leaves no time".formatted(timeout));
            }
            if (readAheadBytes < 0 || writeBufferBytes < 0) {
                throw new IllegalArgumentException("memory is not negative");
            }
        }

        public Limits withMaxConnections(int connections) {
            return new Limits(connections, timeout, readAheadBytes, writeBufferBytes);
        }

        public Limits withTimeout(Duration patience) {
            return new Limits(maxConnections, patience, readAheadBytes, writeBufferBytes);
        }

        /// @param readAhead see [#readAheadBytes]
        /// @param writeBuffer see [#writeBufferBytes]
        public Limits withMemory(long readAhead, long writeBuffer) {
            return new Limits(maxConnections, timeout, readAhead, writeBuffer);
        }
    }

    public static final StoreSettings DEFAULT =
            new StoreSettings(S3Service.DEFAULT, RetryPolicy.DEFAULT, Limits.DEFAULT, Optional.empty());

    /// What the variables of the AWS tools say, and those of the guard.
    ///
    /// @throws InvalidRequestException if the endpoint is no URL
    public static StoreSettings of(Map<String, String> environment) {
        return new StoreSettings(
                S3Service.of(environment), RetryPolicy.DEFAULT, Limits.DEFAULT, SourceGuard.of(environment));
    }

    public StoreSettings with(S3Service other) {
        return new StoreSettings(other, retries, limits, guard);
    }

    public StoreSettings with(RetryPolicy policy) {
        return new StoreSettings(service, policy, limits, guard);
    }

    public StoreSettings with(Limits other) {
        return new StoreSettings(service, retries, other, guard);
    }

    public StoreSettings withService(UnaryOperator<S3Service> change) {
        return with(change.apply(service));
    }
}
