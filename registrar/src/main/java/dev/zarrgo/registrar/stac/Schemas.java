package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.InputStreamSource;
import dev.zarrgo.converter.zarr.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The published JSON schemas, which lie on board under their addresses; nothing is fetched.
///
/// Source: rule P87, `schemas/README.md` among the resources.
final class Schemas {

    private static final String SCHEME = "https://";
    private static final String FOLDER = "/schemas/";

    /// What a link cannot hold; `{z}` in templates of tile addresses is allowed, against RFC 3987.
    private static final Pattern NO_LINK = Pattern.compile("[\\s<>\"\\\\^`{|}]");

    private static final Pattern TEMPLATE = Pattern.compile("\\{[^{}/]*\\}");
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    private final JsonSchemaFactory factory;
    private final SchemaValidatorsConfig config;
    private final Map<String, JsonSchema> loaded = new ConcurrentHashMap<>();

    Schemas() {
        JsonMetaSchema draft7 = JsonMetaSchema.builder(JsonMetaSchema.getV7())
                .format(new LinkFormat("iri", true))
                .format(new LinkFormat("uri", true))
                .format(new LinkFormat("iri-reference", false))
                .format(new LinkFormat("uri-reference", false))
                .build();
        factory = JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(draft7.getIri())
                .metaSchema(draft7)
                .schemaLoaders(loaders -> loaders.values(list -> {
                    list.clear(); // none that looks elsewhere
                    list.add(address -> source(address.toString()));
                }))
                .build();
        config = SchemaValidatorsConfig.builder()
                .preloadJsonSchema(false) // recursive references would never end
                .formatAssertionsEnabled(true)
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
    }

    /// Whether the schema at an address is on board.
    static boolean has(String address) {
        return resource(withoutFragment(address)).isPresent();
    }

    /// What is wrong with a document.
    ///
    /// @param address of a schema that is on board
    List<StacViolation> check(JsonNode document, String address) {
        JsonSchema schema = loaded.computeIfAbsent(
                withoutFragment(address), known -> factory.getSchema(SchemaLocation.of(known), config));
        String name = shortName(address);
        var violations = new ArrayList<StacViolation>();
        for (ValidationMessage message : schema.validate(document)) {
            violations.add(new StacViolation(message.getInstanceLocation().toString(), name, said(message)));
        }
        return violations;
    }

    /// The message without the pointer that it starts with.
    private static String said(ValidationMessage message) {
        String text = message.getMessage();
        String pointer = message.getInstanceLocation() + ": ";
        return text.startsWith(pointer) ? text.substring(pointer.length()) : text;
    }

    private static String shortName(String address) {
        return withoutFragment(address)
                .replace("https://stac-extensions.github.io/", "")
                .replace("https://schemas.stacspec.org/", "stac ")
                .replaceFirst("/(schema|json-schema)(/[^/]*)?(\\.json)?$", "");
    }

    private static String withoutFragment(String address) {
        int hash = address.indexOf('#');
        return hash < 0 ? address : address.substring(0, hash);
    }

    private static @Nullable InputStreamSource source(String address) {
        return resource(address)
                .map(bytes -> (InputStreamSource) () -> new ByteArrayInputStream(bytes))
                .orElse(null);
    }

    /// The schema under its own address: some published files state another one, and references are
    /// relative to where a file lies.
    private static Optional<byte[]> resource(String address) {
        if (!address.startsWith(SCHEME)) {
            return Optional.empty();
        }
        try (InputStream in = Schemas.class.getResourceAsStream(FOLDER + address.substring(SCHEME.length()))) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] text = in.readAllBytes();
            if (Json.parse(text) instanceof ObjectNode schema) {
                return Optional.of(Json.bytes(schema.put("$id", address)));
            }
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(address, broken);
        }
    }

    /// A link as catalogues write it.
    ///
    /// @param absolute whether it has to name a scheme
    private record LinkFormat(String name, boolean absolute) implements Format {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(com.networknt.schema.ExecutionContext context, String value) {
            String plain = TEMPLATE.matcher(value).replaceAll("_");
            return !NO_LINK.matcher(plain).find()
                    && (!absolute || ABSOLUTE.matcher(plain).matches());
        }
    }
}
