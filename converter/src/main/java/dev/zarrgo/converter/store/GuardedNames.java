package dev.zarrgo.converter.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The resolver of this process: that of the platform, without private addresses for the names that
/// [SourceGuard] found to have none. A server of names that answers differently the second time gains
/// nothing by it.
public final class GuardedNames extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver platform = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                Stream<InetAddress> all = platform.lookupByName(host, policy);
                Optional<SourceGuard> guard = SourceGuard.of(host);
                return guard.isPresent() ? admitted(host, all, guard.get()) : all;
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return platform.lookupByAddress(address);
            }
        };
    }

    private static Stream<InetAddress> admitted(String host, Stream<InetAddress> all, SourceGuard guard)
            throws UnknownHostException {
        List<InetAddress> left = all.filter(guard::admits).toList();
        if (left.isEmpty()) {
            throw new UnknownHostException(host + ": it has no address any more that may be read");
        }
        return left.stream();
    }

    @Override
    public String name() {
        return "zarrgo";
    }
}
