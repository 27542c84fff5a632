package dev.zarrgo.registrar.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.OutcomeUnknownException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import dev.zarrgo.registrar.stac.StacCollection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// A pgSTAC database, without an API before it. Its schema has to be there already.
///
/// Concurrent writers of pgSTAC 0.10 fail now and then: an insert that widens the range of a partition
/// fails others with a check violation or a deadlock, and of two that make a partition one may go on
/// without, as pgSTAC hides that deadlock from itself. A collection is therefore given its whole range when
/// it is made, by one at a time, and these states are tried again, like a server that restarts.
///
/// Source: rules P85, L14, L15.
public final class PgStac implements Catalog {

    private static final Set<String> VERSIONS = Set.of("0.9", "0.10");

    private static final int RETRIES = 8;
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private static final String RANGE_START = "2014-01-01T00:00:00Z";
    private static final String RANGE_END = "2040-01-01T00:00:00Z";

    private static final int PAGE = 500;

    private static final Pattern PARTITION = Pattern.compile("\"_items_\\d+");

    private final String name;
    private final Connections connections;
    private final Map<String, StacCollection> seen = new ConcurrentHashMap<>();

    private final String version;

    private PgStac(String name, Connections connections) {
        this.name = name;
        this.connections = connections;
        this.version = knownVersion();
    }

    /// @param url `jdbc:postgresql:` or the form of libpq
    /// @param environment `PGUSER` and `PGPASSWORD` where the URL does not name them
    /// @throws RefusedException if the database has no pgSTAC of a version that is known
    static PgStac connect(String url, Map<String, String> environment) {
        return over(Connections.to(url, environment));
    }

    static PgStac over(Connections connections) {
        try {
            return new PgStac(connections.name(), connections);
        } catch (ZarrgoException refused) {
            connections.close();
            throw refused;
        }
    }

    private String knownVersion() {
        String found;
        try {
            found = inTransaction(connection ->
                    text(connection, "select pgstac.get_version()").orElse("unknown"));
        } catch (RefusedException absent) {
            if (absent.code() == FailureCode.FORBIDDEN) {
                throw absent;
            }
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED,
                    "%s holds no pgSTAC: %s".formatted(name, absent.getMessage()),
                    "run pypgstac migrate, or check the database",
                    absent);
        }
        boolean known = VERSIONS.stream().anyMatch(prefix -> found.startsWith(prefix + "."));
        if (!known) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED,
                    "%s is pgSTAC %s; known are %s".formatted(name, found, VERSIONS),
                    "register through a STAC API before it");
        }
        return found;
    }

    @Override
    public String name() {
        return name;
    }

    // --- collections

    @Override
    public List<StacCollection> collections() {
        return inTransaction(connection -> {
            var collections = new ArrayList<StacCollection>();
            try (PreparedStatement query = connection.prepareStatement("select content from collections order by id");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    collections.add(StacCollection.of(parse(rows.getString(1)), name));
                }
            }
            return List.copyOf(collections);
        });
    }

    @Override
    public Optional<StacCollection> collection(String id) {
        Optional<StacCollection> found =
                inTransaction(connection -> text(connection, "select content from collections where id = ?", id)
                        .map(text -> StacCollection.of(parse(text), name)));
        found.ifPresent(known -> seen.put(id, known));
        return found;
    }

    @Override
    public void put(StacCollection collection) {
        seen.remove(collection.id());
        inTransaction(connection -> {
            makePartitionsAlone(connection);
            run(connection, "select upsert_collection(?::jsonb)", Json.text(collection.document()));
            widenPartition(connection, collection.id());
            return true;
        });
    }

    /// Waits until no other Zarrgo makes a partition; until the end of the transaction none will.
    private static void makePartitionsAlone(Connection connection) throws SQLException {
        run(connection, "select pg_advisory_xact_lock(hashtext('zarrgo: partitions'))");
    }

    /// Gives the partition of a collection all times that may come, so that no insert has to widen it.
    private static void widenPartition(Connection connection, String collection) throws SQLException {
        run(
                connection,
                "select check_partition(?, tstzrange(?::timestamptz, ?::timestamptz, '[]'),"
                        + " tstzrange(?::timestamptz, ?::timestamptz, '[]'))",
                collection,
                RANGE_START,
                RANGE_END,
                RANGE_START,
                RANGE_END);
    }

    /// Widens the extent under a lock, so that nobody's widening is lost.
    private void ensureExtent(List<Item> items) {
        String id = items.getFirst().collection().orElseThrow();
        StacCollection known = seen.get(id);
        if (known != null && items.stream().allMatch(known::covers)) {
            return;
        }
        StacCollection widest = inTransaction(connection -> {
            Optional<String> text = text(connection, "select content from collections where id = ? for update", id);
            if (text.isEmpty()) {
                return requireCollection(id);
            }
            StacCollection before = StacCollection.of(parse(text.get()), name);
            StacCollection wider = before;
            for (Item item : items) {
                wider = wider.widened(item);
            }
            if (!wider.equals(before)) {
                run(connection, "select update_collection(?::jsonb)", Json.text(wider.document()));
            }
            return wider;
        });
        seen.put(id, widest);
    }

    // --- items

    @Override
    public Optional<Entry> item(String collection, String id) {
        return inTransaction(connection -> text(connection, "select get_item(?, ?)", id, collection)
                .map(text -> new Entry(Item.of(parse(text), name), Optional.empty())));
    }

    @Override
    public Outcome create(Item item) {
        ensureExtent(List.of(item));
        try {
            inTransaction(connection -> {
                run(connection, "select create_item(?::jsonb)", Json.text(item.document()));
                return true;
            });
            return Outcome.DONE;
        } catch (ConflictException _) {
            return Outcome.EXISTS;
        }
    }

    @Override
    public Outcome replace(Item item, Optional<String> version) {
        ensureExtent(List.of(item));
        return inTransaction(connection -> {
            Optional<String> there = text(
                    connection,
                    "select id from items where id = ? and collection = ?",
                    item.id(),
                    item.collection().orElseThrow());
            if (there.isEmpty()) {
                return Outcome.MISSING;
            }
            run(connection, "select upsert_item(?::jsonb)", Json.text(item.document()));
            return Outcome.DONE;
        });
    }

    @Override
    public void putAll(List<Item> items) {
        if (!items.isEmpty()) {
            ensureExtent(items);
            Optional<Dehydration> dehydration = directLoad(items);
            if (dehydration.isPresent()) {
                BulkUpsert.direct(items, dehydration.get(), this::inTransaction);
            } else {
                BulkUpsert.throughStaging(items, this::inTransaction);
            }
        }
    }

    /// Whether items may go around pgSTAC's trigger: in a collection of one partition, whose range holds
    /// them.
    private Optional<Dehydration> directLoad(List<Item> items) {
        String collection = items.getFirst().collection().orElseThrow();
        boolean inRange = items.stream()
                .allMatch(item -> item.collection().equals(Optional.of(collection))
                        && item.interval().filter(PgStac::isInRange).isPresent());
        if (!inRange || !version.startsWith("0.10.")) {
            return Optional.empty();
        }
        return inTransaction(connection -> {
            boolean partitioned = text(connection, "select partition_trunc from collections where id = ?", collection)
                    .isPresent();
            if (partitioned) {
                return Optional.<Dehydration>empty();
            }
            makePartitionsAlone(connection);
            widenPartition(connection, collection);
            String id = text(connection, "select base_item_id from current_base_item(?)", collection)
                    .orElse("");
            String base = text(connection, "select base_item from current_base_item(?)", collection)
                    .orElse("{}");
            return Optional.of(
                    new Dehydration(id.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(id)), parse(base)));
        });
    }

    private static boolean isInRange(Interval times) {
        return times.start().isAfter(Instant.parse(RANGE_START)) && times.end().isBefore(Instant.parse(RANGE_END));
    }

    @Override
    public boolean delete(String collection, String id) {
        return inTransaction(connection -> {
            Optional<String> there =
                    text(connection, "select id from items where id = ? and collection = ?", id, collection);
            if (there.isPresent()) {
                run(connection, "select delete_item(?, ?)", id, collection);
            }
            return there.isPresent();
        });
    }

    @Override
    public List<Item> search(ItemQuery query) {
        return inTransaction(connection -> {
            var found = new ArrayList<Item>();
            ObjectNode body = query.json(PAGE);
            while (true) {
                JsonNode page = parse(text(connection, "select search(?::jsonb)", Json.text(body))
                        .orElse("{}"));
                page.path("features").forEach(feature -> found.add(Item.of(feature, name)));
                Optional<String> next = nextToken(page);
                if (next.isEmpty() || found.size() >= query.limit()) {
                    return List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
                }
                body.put("token", next.get());
            }
        });
    }

    private static Optional<String> nextToken(JsonNode page) {
        for (JsonNode link : page.path("links")) {
            if (link.path("rel").asText().equals("next")) {
                String href =
                        link.path("href").asText(link.path("body").path("token").asText());
                int at = href.indexOf("token=");
                return Optional.of(at < 0 ? href : href.substring(at + "token=".length()))
                        .filter(token -> !token.isEmpty());
            }
        }
        return Optional.empty();
    }

    // --- links

    /// Relative, as an API that stands before the database writes them anew in any case.
    @Override
    public List<Link> linksOf(String collection, String item) {
        return List.of(
                Link.of("collection", "../../" + collection, Link.JSON),
                Link.of("parent", "../../" + collection, Link.JSON),
                Link.of("root", "../../../", Link.JSON));
    }

    @Override
    public List<Link> linksOf(String collection) {
        return List.of(Link.of("parent", "../", Link.JSON), Link.of("root", "../", Link.JSON));
    }

    // --- statements

    /// Something to do in one transaction.
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Does something in one transaction, again where that may help.
    <T> T inTransaction(Work<T> work) {
        for (int attempt = 0; ; attempt++) {
            boolean committing = false;
            try (Connections.Lease lease = connections.borrow()) {
                Connection connection = lease.connection();
                try {
                    T result = work.with(connection);
                    committing = true;
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException failure) {
                    lease.rollback();
                    throw failure;
                }
            } catch (SQLException failure) {
                boolean later = isTransient(failure);
                if (!later || attempt >= RETRIES) {
                    throw meaning(failure, later, committing);
                }
                pause(attempt);
            }
        }
    }

    /// Connection lost, server starting or stopping, serialization, deadlock; the check violation of a
    /// partition that another writer widens, and a partition that is missing because a deadlock was hidden.
    private static boolean isTransient(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("40")
                || state.equals("23514")
                || (state.equals("42P01")
                        && PARTITION.matcher(failure.getMessage()).find());
    }

    private ZarrgoException meaning(SQLException failure, boolean later, boolean committing) {
        String state = String.valueOf(failure.getSQLState());
        String message = "%s: %s (SQLSTATE %s)".formatted(name, failure.getMessage(), state);
        if (state.equals("23505")) {
            return new ConflictException(FailureCode.TARGET_EXISTS, message, null, failure);
        }
        if (later && committing) {
            return new OutcomeUnknownException(
                    FailureCode.OUTCOME_UNKNOWN, message, "run again: writes may be repeated", failure);
        }
        if (later) {
            return new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE,
                    message,
                    "check the database; a later attempt may succeed",
                    failure);
        }
        if (state.startsWith("28") || state.equals("42501")) {
            return new RefusedException(FailureCode.FORBIDDEN, message, "check PGUSER and PGPASSWORD", failure);
        }
        return new RefusedException(FailureCode.SERVICE_REFUSED, message, null, failure);
    }

    private static void pause(int attempt) {
        long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << attempt);
        try {
            Thread.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted while waiting", null, stopped);
        }
    }

    private static void run(Connection connection, String sql, String... arguments) throws SQLException {
        text(connection, sql, arguments);
    }

    /// The first column of the first row.
    private static Optional<String> text(Connection connection, String sql, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private JsonNode parse(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT, "%s holds what is no JSON".formatted(name), null, broken);
        }
    }

    @Override
    public void close() {
        seen.clear();
        connections.close();
    }
}
