package dev.zarrgo.controller.ingest;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.registrar.source.ItemIds;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// The address of a source, as a request gives it.
final class SourceAddress {

    private static final Set<String> SCHEMES = Set.of("http", "https", "s3");

    private static final int MAX_ID = 200;

    private SourceAddress() {}

    /// The id of the item it stands for, as far as the address says (rules P2, P5).
    ///
    /// @throws InvalidRequestException if it is no address of a source
    static String itemId(String address) {
        URI uri = parse(address);
        String path = uri.getPath() == null ? "" : uri.getPath();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return checked(ItemIds.of(path.substring(path.lastIndexOf('/', end - 1) + 1, end)));
    }

    /// Ids become parts of keys in the ledger and of names of files, which have bounds.
    ///
    /// @throws InvalidRequestException if it is too long
    static String checked(String id) {
        if (id.length() > MAX_ID) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' is too long an id".formatted(BodyReader.shortened(id)),
                    "ids have at most %d characters".formatted(MAX_ID));
        }
        return id;
    }

    private static URI parse(String address) {
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!SCHEMES.contains(scheme) || uri.getRawAuthority() == null) {
                throw refused(address);
            }
            return uri;
        } catch (URISyntaxException broken) {
            throw refused(address);
        }
    }

    private static InvalidRequestException refused(String address) {
        return new InvalidRequestException(
                FailureCode.USAGE,
                "'%s' is not the address of a source".formatted(BodyReader.shortened(address)),
                "give an absolute address that begins with https://, http:// or s3://");
    }
}
