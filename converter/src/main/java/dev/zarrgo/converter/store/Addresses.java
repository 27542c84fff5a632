package dev.zarrgo.converter.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Tells addresses of the public internet from all others.
///
/// Source: the special-purpose registries of IANA (RFC 6890), for IPv4 and IPv6.
final class Addresses {

    private record Network(InetAddress prefix, int bits) {

        static Network of(String text) {
            try {
                int slash = text.indexOf('/');
                return new Network(
                        InetAddress.getByName(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(text, impossible);
            }
        }
    }

    /// Beside those that Java knows by itself. The IPv6 networks carry an IPv4 address inside, which may be
    /// anything.
    private static final List<Network> SPECIAL = List.of(
                    "0.0.0.0/8",
                    "100.64.0.0/10",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fec0::/10")
            .stream()
            .map(Network::of)
            .toList();

    private Addresses() {}

    /// Whether packets to this address leave for the public internet. `::ffff:127.0.0.1` is `127.0.0.1` to
    /// Java, and here.
    static boolean isPublic(InetAddress address) {
        return !(address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || SPECIAL.stream()
                        .anyMatch(
                                network -> isWithin(address.getAddress(), network.prefix.getAddress(), network.bits)));
    }

    /// Whether the first bits are the same; addresses of different lengths have nothing in common.
    static boolean isWithin(byte[] address, byte[] network, int bits) {
        if (address.length != network.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % Byte.SIZE);
            if ((address[i / Byte.SIZE] & mask) != (network[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
