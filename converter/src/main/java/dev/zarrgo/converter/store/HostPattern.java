package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An entry of a list of hosts: `objects.example.org`, `*.example.org`, `192.0.2.7`, `[2001:db8::7]`,
/// `10.0.0.0/8`; with `:PORT` for that port only, with `http://` before it where it does without TLS.
///
/// @param name in lower case, with `*` for any letters; null for a network
/// @param network the leading bits that count; null for a name
/// @param bits how many of them
/// @param port 0 for any
/// @param isPlain whether sources there need no TLS
record HostPattern(
        @Nullable Pattern name, boolean isExact, @Nullable InetAddress network, int bits, int port, boolean isPlain) {

    private static final String PLAIN = "http://";

    private static final Pattern ENTRY =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/]+)(?:/(\\d{1,3}))?(?::(\\d{1,5}))?");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|\\d{1,3}(?:\\.\\d{1,3}){3}");

    /// @throws RefusedException if this is no entry
    static HostPattern parse(String text) {
        boolean plain = text.strip().startsWith(PLAIN);
        Matcher entry = ENTRY.matcher(plain ? text.strip().substring(PLAIN.length()) : text.strip());
        if (!entry.matches()) {
            throw broken(text);
        }
        String host = entry.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        int port = entry.group(3) == null ? 0 : Integer.parseInt(entry.group(3));
        if (ADDRESS.matcher(host).matches()) {
            return ofNetwork(text, host, entry.group(2), port, plain);
        }
        if (entry.group(2) != null || !host.matches("[a-z0-9_.*-]+")) {
            throw broken(text);
        }
        Pattern name = Pattern.compile(Pattern.quote(host).replace("*", "\\E.*\\Q"));
        return new HostPattern(name, !host.contains("*"), null, 0, port, plain);
    }

    private static HostPattern ofNetwork(String text, String host, @Nullable String prefix, int port, boolean plain) {
        try {
            InetAddress address = InetAddress.getByName(host);
            int all = address.getAddress().length * Byte.SIZE;
            int bits = prefix == null ? all : Integer.parseInt(prefix);
            if (bits > all) {
                throw broken(text);
            }
            return new HostPattern(null, false, address, bits, port, plain);
        } catch (UnknownHostException _) {
            throw broken(text);
        }
    }

    private static RefusedException broken(String text) {
        return new RefusedException(
                FailureCode.BAD_SETTINGS,
                "'%s' in source.allowed-hosts is no host".formatted(text),
                "give names, names with *, addresses or networks such as 10.0.0.0/8; :PORT may follow");
    }

    /// @param host in lower case, without a dot at its end
    boolean matches(String host, int asked) {
        return name != null && accepts(asked) && name.matcher(host).matches();
    }

    boolean matches(InetAddress address, int asked) {
        return accepts(asked) && contains(address);
    }

    boolean contains(InetAddress address) {
        return network != null && Addresses.isWithin(address.getAddress(), network.getAddress(), bits);
    }

    private boolean accepts(int asked) {
        return port == 0 || port == asked;
    }
}
