package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobEvent;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.JobIds;
import dev.zarrgo.controller.job.Kind;
import dev.zarrgo.controller.job.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the ledger says about many jobs.
final class JobQueries {

    /// How long a gap in the sequence of events may be a transaction that is not committed yet.
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private JobQueries() {}

    static Optional<Job> job(Sql sql, JobId id) throws SQLException {
        return sql.first(Rows::jobWithItem, "select %s from job where id = ?".formatted(Rows.JOB_WITH_ITEM), id.text());
    }

    /// The condition of a filter, and its parameters.
    private record Condition(StringBuilder text, List<@Nullable Object> parameters) {

        static Condition of(JobFilter filter, Dialect dialect) {
            var condition = new Condition(new StringBuilder(" where 1 = 1"), new ArrayList<>());
            if (!filter.states().isEmpty()) {
                List<String> names =
                        filter.states().stream().map(State::name).sorted().toList();
                condition.and("state in (%s)".formatted(Sql.marks(names.size())), names.toArray());
            }
            filter.kind().ifPresent(kind -> condition.and("kind = ?", kind.id()));
            filter.collection().ifPresent(collection -> condition.and("collection = ?", collection));
            filter.itemId().ifPresent(item -> condition.and("item_id = ?", item));
            filter.owner().ifPresent(owner -> condition.and("owner = ?", owner));
            filter.code().ifPresent(code -> condition.and("code = ?", code));
            filter.parent().ifPresent(parent -> condition.and("parent_id = ?", parent.text()));
            // Ids begin with the time of creation.
            filter.since()
                    .ifPresent(since ->
                            condition.and("id >= ?", JobIds.floor(since).text()));
            filter.until()
                    .ifPresent(
                            until -> condition.and("id < ?", JobIds.floor(until).text()));
            filter.errorPrefix()
                    .map(prefix -> Texts.fit(prefix, Texts.START))
                    .ifPresent(prefix ->
                            condition.and("message_start between ? and ?", prefix, dialect.last(prefix, Texts.START)));
            return condition;
        }

        void and(String condition, @Nullable Object... values) {
            text.append(" and ").append(condition);
            parameters.addAll(List.of(values));
        }

        @Nullable
        Object[] values() {
            return parameters.toArray();
        }
    }

    static JobPage jobs(Sql sql, JobFilter filter, Optional<JobId> after, int limit) throws SQLException {
        Condition condition = Condition.of(filter, sql.dialect());
        after.ifPresent(id -> condition.and("id < ?", id.text()));
        condition.parameters().add(limit + 1);
        sql.dialect().planForValues(sql);
        List<Job> jobs = sql.list(
                Rows::job,
                "select %s from job%s order by id desc limit ?".formatted(Rows.JOB, condition.text()),
                condition.values());
        boolean more = jobs.size() > limit;
        List<Job> page = more ? jobs.subList(0, limit) : jobs;
        return new JobPage(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
    }

    static long count(Sql sql, JobFilter filter, long bound) throws SQLException {
        Condition condition = Condition.of(filter, sql.dialect());
        condition.parameters().add(bound);
        sql.dialect().planForValues(sql);
        return sql.number(
                "select count(*) from (select 1 from job%s limit ?) as bounded".formatted(condition.text()),
                condition.values());
    }

    static List<JobId> ids(Sql sql, JobFilter filter, int limit) throws SQLException {
        Condition condition = Condition.of(filter, sql.dialect());
        condition.parameters().add(limit);
        sql.dialect().planForValues(sql);
        return sql.list(
                row -> new JobId(row.getString(1)),
                "select id from job%s order by id limit ?".formatted(condition.text()),
                condition.values());
    }

    static List<Held> held(Sql sql) throws SQLException {
        return sql.list(
                row -> new Held(Rows.jobWithItem(row), Rows.attempt(row)),
                "select %s, %s from attempt join job on job.id = attempt.job_id where attempt.finished is null"
                                .formatted(Rows.JOB_WITH_ITEM, Rows.ATTEMPT)
                        + " order by attempt.claimed, attempt.job_id");
    }

    /// A number may be given out and become visible after a greater one: what follows a gap waits until the
    /// gap is older than any transaction.
    static List<JobEvent> eventsAfter(Sql sql, Instant now, long sequence, int limit) throws SQLException {
        List<JobEvent> events = sql.list(
                Rows::event,
                "select %s from job_event where sequence > ? order by sequence limit ?".formatted(Rows.EVENT),
                sequence,
                limit);
        Instant settled = now.minus(SETTLED);
        long last = sequence;
        for (int i = 0; i < events.size(); i++) {
            JobEvent event = events.get(i);
            if (event.sequence() != last + 1 && event.at().isAfter(settled)) {
                return List.copyOf(events.subList(0, i));
            }
            last = event.sequence();
        }
        return events;
    }

    static QueueStats queue(Sql sql) throws SQLException {
        var waiting = new EnumMap<Kind, Long>(Kind.class);
        var oldest = new ArrayList<Instant>();
        sql.list(
                row -> {
                    long count = row.getLong(2);
                    Kind.named(row.getString(1)).ifPresent(kind -> waiting.put(kind, count));
                    Sql.time(row, "oldest").ifPresent(oldest::add);
                    return row;
                },
                "select kind, count(*), min(next_attempt_after) as oldest from job"
                        + " where next_attempt_after is not null group by kind");
        var live = new EnumMap<State, Long>(State.class);
        sql.list(
                row -> set(live, State.valueOf(row.getString(1)), row.getLong(2)),
                "select state, count(*) from job where state in ('NEW', 'PENDING', 'RETRY') group by state");
        long inHand = sql.number("select count(*) from attempt where finished is null");
        return new QueueStats(waiting, inHand, oldest.stream().min(Instant::compareTo), live);
    }

    private static <K extends Enum<K>> K set(Map<K, Long> counts, K key, long count) {
        counts.put(key, count);
        return key;
    }

    static List<Period> periods(Sql sql, Period.Length length, Instant since) throws SQLException {
        Instant first = start(since, length);
        String unit = length.name().toLowerCase(Locale.ROOT);
        var created = new TreeMap<Instant, Long>();
        sql.list(
                row -> created.put(Sql.timeOf(row, "period"), row.getLong("n")),
                "select date_trunc('%s', created) as period, count(*) as n from job where id >= ? group by period"
                        .formatted(unit),
                JobIds.floor(first).text());
        var ended = new TreeMap<Instant, Map<State, Long>>();
        sql.list(
                row -> {
                    State state = State.valueOf(row.getString("to_state"));
                    Map<State, Long> counts =
                            ended.computeIfAbsent(Sql.timeOf(row, "period"), _ -> new EnumMap<>(State.class));
                    return set(counts, state, row.getLong("n"));
                },
                "select date_trunc('%s', at) as period, to_state, count(*) as n from job_event".formatted(unit)
                        + " where at >= ? and to_state in ('DONE', 'RETRY', 'FAILED', 'INVALID') group by period, to_state",
                first);
        var periods = new ArrayList<Period>();
        var starts = new TreeSet<>(created.keySet());
        starts.addAll(ended.keySet());
        for (Instant start : starts) {
            periods.add(new Period(start, created.getOrDefault(start, 0L), ended.getOrDefault(start, Map.of())));
        }
        return periods;
    }

    private static Instant start(Instant time, Period.Length length) {
        return time.atOffset(ZoneOffset.UTC)
                .truncatedTo(
                        switch (length) {
                            case HOUR -> ChronoUnit.HOURS;
                            case DAY -> ChronoUnit.DAYS;
                        })
                .toInstant();
    }
}
