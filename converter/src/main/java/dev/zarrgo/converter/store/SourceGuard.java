package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Which hosts a source may lie on where somebody else than the operator names it: what a request over HTTP
/// starts, in the service and in the steps alike.
///
/// The name is checked, and so is every address it stands for; a name that was checked cannot change its
/// addresses to forbidden ones afterwards, as the resolver of this process ([GuardedNames]) leaves those
/// out.
///
/// Source: rule I3.
public final class SourceGuard {

    /// Comma-separated entries of the list of allowed hosts. Steps that an API request has started have it,
    /// perhaps empty; where it is absent a person names the source and no guard stands.
    public static final String ALLOWED_HOSTS = "ZARRGO_SOURCE_ALLOWED_HOSTS";

    /// `true` allows sources without TLS.
    public static final String ALLOW_HTTP = "ZARRGO_SOURCE_ALLOW_HTTP";

    /// Names that were checked, and by whom; what they stand for later is held to the same rule.
    private static final Map<String, SourceGuard> CHECKED = new ConcurrentHashMap<>();

    private static final int MAX_CHECKED = 100_000;
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]*|[0-9]+");
    private static final Pattern ADDRESS = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");

    private final List<HostPattern> allowed;
    private final boolean allowsHttp;

    /// @param allowedHosts names, addresses, networks or names with `*`; empty for every public host. A
    ///     private address is reached only through an entry that names it or its host without `*`
    /// @param allowsHttp whether sources without TLS are accepted
    public SourceGuard(List<String> allowedHosts, boolean allowsHttp) {
        this.allowed = allowedHosts.stream().map(HostPattern::parse).toList();
        this.allowsHttp = allowsHttp;
    }

    /// The guard that the environment of a step asks for.
    public static Optional<SourceGuard> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(ALLOWED_HOSTS)).map(list -> {
            List<String> hosts = Arrays.stream(list.split(","))
                    .map(String::strip)
                    .filter(host -> !host.isEmpty())
                    .toList();
            return new SourceGuard(hosts, "true".equals(environment.get(ALLOW_HTTP)));
        });
    }

    /// Checks the address of a source that may be on S3, too: buckets are reached through the endpoint that
    /// the operator has set.
    ///
    /// @throws InvalidRequestException if nothing may be read there
    public void check(String address) {
        if (address.regionMatches(true, 0, "s3://", 0, 5)) {
            Location.parse(address);
            return;
        }
        try {
            check(new URI(address));
        } catch (URISyntaxException broken) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "'%s' is no address".formatted(shortened(address)), null, broken);
        }
    }

    /// Checks an address before it is connected to: that of an item, an asset or a redirect.
    ///
    /// @throws InvalidRequestException if nothing may be read there
    public void check(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String host = address.getHost();
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused(address, "sources are read from https and s3");
        }
        if (host == null || address.getRawUserInfo() != null || isOddNumber(normal(host))) {
            throw refused(address, "it names no plain host");
        }
        boolean plain = scheme.equals("http");
        int port = address.getPort() >= 0 ? address.getPort() : plain ? 80 : 443;
        checkHost(address, normal(host), port, plain && !allowsHttp);
    }

    /// Whether some take it for an address and others for a name: `127.1`, `2130706433`, `0x7f.1`.
    private static boolean isOddNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return NUMBER.matcher(last).matches() && !ADDRESS.matcher(host).matches();
    }

    /// @param needsPlain whether only entries count that allow sources without TLS
    private void checkHost(URI address, String host, int port, boolean needsPlain) {
        List<HostPattern> entries =
                allowed.stream().filter(entry -> entry.isPlain() || !needsPlain).toList();
        if (needsPlain && entries.isEmpty()) {
            throw refused(address, "sources are read from https and s3");
        }
        if (entries.stream().anyMatch(entry -> entry.isExact() && entry.matches(host, port))) {
            return;
        }
        boolean named = allowed.isEmpty() || entries.stream().anyMatch(entry -> entry.matches(host, port));
        for (InetAddress resolved : resolve(host)) {
            boolean listed = entries.stream().anyMatch(entry -> entry.matches(resolved, port));
            if (!listed && !named) {
                throw unlisted(address);
            }
            if (!listed && !Addresses.isPublic(resolved)) {
                throw refused(
                        address, "its host is %s, which is no public address".formatted(resolved.getHostAddress()));
            }
            named |= listed;
        }
        if (!named) {
            throw unlisted(address);
        }
        remember(host);
    }

    private static InvalidRequestException unlisted(URI address) {
        return refused(address, "its host is not in the list of allowed hosts");
    }

    /// Nothing for a name that is not known now: whoever connects finds out, and what is resolved then is
    /// held to the same rule.
    private static List<InetAddress> resolve(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            return List.of();
        }
    }

    private void remember(String host) {
        if (CHECKED.size() >= MAX_CHECKED) {
            CHECKED.clear();
        }
        CHECKED.put(host, this);
    }

    /// The guard that a name has passed, if there was one.
    static Optional<SourceGuard> of(String host) {
        return Optional.ofNullable(CHECKED.get(normal(host)));
    }

    /// Whether a name that was checked may stand for this address.
    boolean admits(InetAddress address) {
        return Addresses.isPublic(address) || allowed.stream().anyMatch(entry -> entry.contains(address));
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static InvalidRequestException refused(URI address, String why) {
        return new InvalidRequestException(
                FailureCode.SOURCE_FORBIDDEN,
                "%s may not be read: %s".formatted(shortened(String.valueOf(address)), why),
                "an operator can add the host to source.allowed-hosts");
    }

    private static String shortened(String address) {
        String plain = address.replaceFirst("//[^/@]*@", "//").replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }
}
