package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.item.Lifetime;
import dev.zarrgo.registrar.item.S3Platform;
import dev.zarrgo.registrar.register.Registration;
import dev.zarrgo.registrar.register.RegistrationReport;
import dev.zarrgo.registrar.register.RegistrationRequest;
import dev.zarrgo.registrar.register.StoreAccess;
import dev.zarrgo.registrar.retention.ProtectedItems;
import dev.zarrgo.registrar.source.SourceReader;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacValidator;
import dev.zarrgo.registrar.stac.Times;
import dev.zarrgo.registrar.titiler.PreviewWarming;
import dev.zarrgo.registrar.titiler.Render;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo register SOURCE [STORE] --catalog URL --collection C`
@Command(
        name = "register",
        description = "Publish a converted store as an item of a STAC catalogue.",
        sortOptions = false,
        footer = {
            "",
            "SOURCE is the STAC item of the product (a file or an address), or the product itself. Of a list of items",
            "that of STORE is taken; without STORE, all of them are registered. Registering again replaces the item and",
            "changes nothing but the time of update; what others added to it stays.",
            "",
            "Examples:",
            "  zarrgo register item.json out/S2A_….zarr --catalog catalog --collection sentinel-2-l2a",
            "  zarrgo register item.json out/S2A_….zarr --catalog https://…/stac -C sentinel-2-l2a --dry-run"
        })
final class RegisterCommand implements Callable<Integer> {

    private static final Duration PREVIEW_TIMEOUT = Duration.ofSeconds(60);

    /// How an existing item is treated.
    private enum WriteMode {
        UPSERT,
        CREATE_ONLY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SOURCE",
            description = "The source item, a list of source items, or a product without one.")
    private @Nullable String source;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STORE",
            description = "The converted store. Without it: the one below --s3-output-prefix.")
    private @Nullable String store;

    @Option(names = "--source-url", paramLabel = "URL", description = "Another spelling of SOURCE.")
    private @Nullable String sourceUrl;

    @Mixin
    private final CatalogOptions catalog = new CatalogOptions();

    @Option(
            names = {"-C", "--collection"},
            paramLabel = "ID",
            required = true,
            description = "The target collection.")
    private String collection = "";

    @Option(
            names = "--create-collection",
            description = "Make the collection where it is missing; those with a template are made anyway.")
    private boolean createCollection;

    @Option(
            names = "--mode",
            paramLabel = "upsert|create-only",
            defaultValue = "upsert",
            description = "What to do with an item that is there. Default: ${DEFAULT-VALUE}.")
    private String mode = "upsert";

    @Option(names = "--raster-api-url", paramLabel = "URL", description = "A tile server for the links. Default: none.")
    private @Nullable String rasterApi;

    @Option(
            names = "--gateway-url",
            paramLabel = "URL",
            description = "HTTPS address that serves buckets by path. Default: links lead to s3://.")
    private @Nullable String gateway;

    @Option(
            names = "--explorer-url",
            paramLabel = "URL",
            description = "The Explorer to link to. Default: EXPLORER_BASE_URL.")
    private @Nullable String explorer = System.getenv("EXPLORER_BASE_URL");

    @Option(names = "--s3-output-bucket", paramLabel = "BUCKET", description = "The bucket of a STORE not given.")
    private @Nullable String bucket;

    @Option(names = "--s3-output-prefix", paramLabel = "PREFIX", description = "The prefix of a STORE not given.")
    private @Nullable String prefix;

    @Option(
            names = "--renders",
            paramLabel = "FILE",
            description = "JSON: how a tile server draws collections, {collection: {title, variables, rescale, …}}.")
    private @Nullable Path renders;

    @Option(names = "--renew-expiry", description = "Count the retention from now.")
    private boolean renewExpiry;

    @Option(
            names = "--expires-exclude-file",
            paramLabel = "FILE",
            description = "Ids of items that never expire, one a line. Default: EXPIRES_EXCLUDE_FILE.")
    private @Nullable Path excluded;

    @Option(names = "--dry-run", description = "Print the item, and write nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write as JSON what was done, and how long each request to a STAC API took.")
    private @Nullable Path reportFile;

    @Override
    public Integer call() {
        String from = sourceText();
        Catalogs catalogs = catalog.catalogs();
        if (reportFile == null) {
            register(from, catalogs, _ -> {});
            return ExitCode.OK;
        }
        var report = new RegisterReport(reportFile, catalogs.requests());
        try {
            register(from, catalogs, report::add);
        } catch (ZarrgoException failure) {
            try {
                report.write(Optional.of(failure));
            } catch (ZarrgoException second) {
                catalog.warn("no report: " + second.getMessage());
            }
            throw failure;
        }
        report.write(Optional.empty());
        return ExitCode.OK;
    }

    private void register(String from, Catalogs catalogs, Consumer<RegistrationReport> done) {
        for (String address : new @Nullable String[] {from, rasterApi, explorer, gateway}) {
            stated(address).ifPresent(catalogs::requireTls);
        }
        var sources = new SourceReader(catalogs.sourceReader(catalogs.timeout()));
        var validator = new StacValidator();
        try (Catalog target = catalog.open(catalogs)) {
            for (Location place : places(from, sources)) {
                RegistrationReport report = new Registration(
                                request(from, place),
                                target,
                                sources,
                                StoreAccess.with(catalog.buckets()),
                                validator,
                                InstantSource.system())
                        .run();
                print(report);
                done.accept(report);
                warmPreview(report.item(), catalogs);
            }
        }
    }

    private void warmPreview(Item item, Catalogs catalogs) {
        if (!dryRun && rasterApi != null) {
            PreviewWarming.warm(item, catalogs.reader(PREVIEW_TIMEOUT)).ifPresent(catalog::warn);
        }
    }

    private void print(RegistrationReport report) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(report.json()));
            return;
        }
        report.remarks().forEach(remark -> spec.commandLine().getErr().println("note: " + remark));
        if (report.outcome() == RegistrationReport.Outcome.PLANNED) {
            out.println(Json.pretty(report.item().document()));
            return;
        }
        out.println("%s %s / %s in %s"
                .formatted(
                        report.outcome().name().toLowerCase(Locale.ROOT),
                        collection,
                        report.item().id(),
                        report.catalog()));
    }

    // --- what was asked for

    private RegistrationRequest request(String from, Location place) {
        return new RegistrationRequest(
                from,
                place,
                collection,
                dryRun ? RegistrationRequest.Mode.DRY_RUN : mode(),
                createCollection
                        ? RegistrationRequest.MissingCollection.CREATE
                        : RegistrationRequest.MissingCollection.FROM_TEMPLATE,
                stated(gateway),
                stated(rasterApi),
                stated(explorer),
                Optional.of(S3Platform.of(catalog.buckets().service())),
                render(),
                lifetime());
    }

    private String sourceText() {
        boolean named = sourceUrl != null;
        if (named && source != null) {
            if (store != null) {
                throw usage("SOURCE and --source-url are the same; give one");
            }
            store = source; // with --source-url, the first argument is the store
        }
        String text = named ? sourceUrl : source;
        if (text == null) {
            throw usage("Missing required parameter: 'SOURCE'");
        }
        return text;
    }

    private RegistrationRequest.Mode mode() {
        for (WriteMode known : WriteMode.values()) {
            if (known.toString().equals(mode)) {
                return RegistrationRequest.Mode.valueOf(known.name());
            }
        }
        throw usage("Invalid value for option '--mode': '%s' is neither upsert nor create-only".formatted(mode));
    }

    /// STORE, or by rule P1 the places below the prefix, one for each item of a list.
    private List<Location> places(String from, SourceReader sources) {
        if (store != null) {
            return List.of(Location.parse(store));
        }
        if (bucket == null || prefix == null) {
            throw usage("STORE, or --s3-output-bucket and --s3-output-prefix, are needed");
        }
        String below = "s3://%s/%s/%s/".formatted(bucket, prefix, collection);
        return sources.readAll(from).stream()
                .map(each -> Location.parse(below + each.name() + ".zarr"))
                .toList();
    }

    private Optional<Render> render() {
        if (renders == null) {
            return Optional.empty();
        }
        try {
            JsonNode render = Json.parse(Files.readAllBytes(renders)).path(collection);
            return render.isObject() ? Optional.of(Render.of(render, false)) : Optional.empty();
        } catch (IOException broken) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "%s cannot be read as JSON".formatted(renders), null, broken);
        }
    }

    /// By the variables of rule P82.
    private Lifetime lifetime() {
        String days = variable("EXPIRES_RETENTION_DAYS").orElse(String.valueOf(Lifetime.DEFAULT_RETENTION_DAYS));
        if (!days.matches("-?\\d{1,6}")) {
            throw settings("EXPIRES_RETENTION_DAYS=%s is no number of days".formatted(days));
        }
        Optional<Instant> earliest = variable("EXPIRES_MIN_DATETIME").map(text -> Times.parse(text)
                .orElseThrow(() -> settings("EXPIRES_MIN_DATETIME=%s is no RFC 3339 time".formatted(text))));
        return new Lifetime(
                Integer.parseInt(days),
                earliest,
                renewExpiry,
                ProtectedItems.of(Optional.ofNullable(excluded), System.getenv(), catalog::warn));
    }

    private static Optional<String> variable(String name) {
        return stated(System.getenv(name));
    }

    /// Empty is absent: workflows pass on every parameter, also one that nobody has set.
    private static Optional<String> stated(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank());
    }

    private static RefusedException settings(String message) {
        return new RefusedException(FailureCode.BAD_SETTINGS, message);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
