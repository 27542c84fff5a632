package dev.zarrgo.controller.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.Reply;
import dev.zarrgo.registrar.http.RetryRule;
import dev.zarrgo.registrar.http.Tokens;
import dev.zarrgo.registrar.source.ItemIds;
import dev.zarrgo.registrar.source.ProductRoot;
import dev.zarrgo.registrar.stac.Item;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads STAC items and collections of them over HTTP; whatever else an address names is a product, which
/// its conversion will open.
///
/// Source: rules P4, P5, I2.
public final class StacSourceResolver implements SourceResolver {

    private static final int MAX_BYTES = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern PRODUCT = Pattern.compile("(?i).*\\.(?:zarr|zarr\\.zip|safe|safe\\.zip|zip|sen3)/?");

    private final SourceGuard guard;
    private final HttpService http;
    private final int maxItems;

    /// @param maxItems of a collection; a greater one is a search, and wants to be one
    public StacSourceResolver(SourceGuard guard, int maxItems) {
        this(guard, maxItems, PATIENCE);
    }

    StacSourceResolver(SourceGuard guard, int maxItems, Duration patience) {
        this.guard = guard;
        this.maxItems = maxItems;
        // The job comes back by itself: here, one attempt is all.
        var once = new RetryRule(0, Duration.ZERO, Duration.ZERO);
        this.http = new HttpService(new GuardedTransport(guard, patience, MAX_BYTES), Tokens.NONE, once, patience);
    }

    @Override
    public ResolvedSource resolve(JobRequest request) {
        String address = request.source();
        guard.check(address);
        URI uri = URI.create(address);
        boolean product = "s3".equalsIgnoreCase(uri.getScheme())
                || PRODUCT.matcher(Optional.ofNullable(uri.getPath()).orElse(""))
                        .matches();
        if (product) {
            return new ResolvedSource.OneItem(request.itemId(), Optional.empty());
        }
        JsonNode document = fetch(address);
        return document.path("type").asText().equals("FeatureCollection")
                ? collection(document, address)
                : item(document, address);
    }

    private JsonNode fetch(String address) {
        Reply reply = http.send(HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/geo+json, application/json")
                .GET());
        int status = reply.status();
        if (status == 404 || status == 410) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s: there is no such item".formatted(reply.described()));
        }
        if (status >= 500 || status == 408) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE, "%s: %s".formatted(reply.described(), reply.quoted()));
        }
        if (!reply.isSuccess()) {
            boolean forbidden = status == 401 || status == 403;
            throw new RefusedException(
                    forbidden ? FailureCode.FORBIDDEN : FailureCode.SERVICE_REFUSED,
                    "%s: %s".formatted(reply.described(), reply.quoted()));
        }
        if (reply.body().length > MAX_BYTES) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID, "%s is larger than any item".formatted(address));
        }
        try {
            return Json.parse(reply.body());
        } catch (IOException broken) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "%s is not JSON".formatted(address),
                    "give a STAC item, a collection of items, or a product whose address ends in .zarr",
                    broken);
        }
    }

    /// An item is used if its product is where it may be read.
    private ResolvedSource item(JsonNode document, String address) {
        Item item = Item.of(document, address);
        ProductRoot root = ProductRoot.of(item);
        guard.check(absolute(address, root.href()));
        for (String other : root.others()) {
            guard.check(absolute(address, other));
        }
        return new ResolvedSource.OneItem(id(item.id()), Optional.of(item.document()));
    }

    private ResolvedSource collection(JsonNode first, String address) {
        var elements = new ArrayList<ResolvedSource.Element>();
        JsonNode page = first;
        String place = address;
        while (true) {
            for (JsonNode feature : page.path("features")) {
                elements.add(element(feature, place));
            }
            if (elements.size() > maxItems) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_UNSUPPORTED,
                        "%s has more than %d items".formatted(address, maxItems),
                        "narrow the search, or submit its items one by one");
            }
            Optional<String> next = link(page, "next");
            if (next.isEmpty() || page.path("features").isEmpty()) {
                break;
            }
            place = absolute(place, next.get());
            page = fetch(place);
        }
        if (elements.isEmpty()) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s is a collection without items".formatted(address));
        }
        return new ResolvedSource.ManyItems(List.copyOf(elements));
    }

    private ResolvedSource.Element element(JsonNode feature, String address) {
        Item item = Item.of(feature, address);
        String self = link(feature, "self")
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.ITEM_INVALID,
                        "%s: item %s does not say where it is".formatted(address, item.id()),
                        "items of a collection need a link with the relation self"));
        String source = absolute(address, self);
        guard.check(source);
        return new ResolvedSource.Element(id(item.id()), source);
    }

    /// A `next` that is not a plain GET is a search that is not over.
    private static Optional<String> link(JsonNode document, String rel) {
        for (JsonNode link : document.path("links")) {
            if (link instanceof ObjectNode && link.path("rel").asText().equals(rel)) {
                String method = link.path("method").asText("GET");
                if (!method.equalsIgnoreCase("GET")) {
                    throw new UnusableSourceException(
                            FailureCode.SOURCE_UNSUPPORTED,
                            "the next page of this collection wants a %s".formatted(method),
                            "give the address of a search by GET");
                }
                return Optional.of(link.path("href").asText()).filter(href -> !href.isBlank());
            }
        }
        return Optional.empty();
    }

    private static String id(String text) {
        try {
            return SourceAddress.checked(ItemIds.of(text));
        } catch (InvalidRequestException refused) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID, String.valueOf(refused.getMessage()), refused.advice(), refused);
        }
    }

    private static String absolute(String base, String reference) {
        try {
            return URI.create(base).resolve(reference).toString();
        } catch (IllegalArgumentException broken) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "%s refers to '%s', which is no address".formatted(base, BodyReader.shortened(reference)),
                    null,
                    broken);
        }
    }
}
