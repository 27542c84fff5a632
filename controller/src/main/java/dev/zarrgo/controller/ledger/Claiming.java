package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.controller.job.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One transaction's claims: the next jobs that the caps leave room for.
///
/// Source: rules A28, P15.
final class Claiming {

    private final Sql sql;
    private final Instant now;
    private final String engine;
    private final Caps caps;
    private int room;
    private final Map<Lane, Integer> inLane = new EnumMap<>(Lane.class);
    private final Map<String, Integer> inCollection = new HashMap<>();

    private Claiming(Sql sql, Instant now, String engine, Caps caps, int limit) throws SQLException {
        this.sql = sql;
        this.now = now;
        this.engine = engine;
        this.caps = caps;
        this.room = limit;
        countHeld();
    }

    /// @param limit at most so many
    static List<Job> run(Sql sql, Instant now, String engine, Caps caps, int limit) throws SQLException {
        boolean paused = sql.first(row -> row.getBoolean(1), "select paused from control where id = 1 for update")
                .orElse(true);
        return paused ? List.of() : new Claiming(sql, now, engine, caps, limit).claim();
    }

    /// What runs counts, whatever its job's state says meanwhile.
    private void countHeld() throws SQLException {
        int held = 0;
        for (var place : sql.list(
                row -> Map.entry(row.getString("lane"), row.getString("collection")),
                "select job.lane, job.collection from attempt join job on job.id = attempt.job_id"
                        + " where attempt.finished is null")) {
            held++;
            count(Lane.named(place.getKey()).orElse(Lane.NORMAL), place.getValue());
        }
        room = Math.min(room, caps.total() - held);
    }

    private void count(Lane lane, String collection) {
        inLane.merge(lane, 1, Integer::sum);
        inCollection.merge(collection, 1, Integer::sum);
    }

    /// Each round either fills the room, empties the queue, or fills a lane or a collection, which the next
    /// leaves out.
    private List<Job> claim() throws SQLException {
        var claimed = new ArrayList<Job>();
        while (room > 0) {
            List<Job> candidates = candidates();
            int before = claimed.size();
            for (Job job : candidates) {
                if (hasRoom(job)) {
                    claimed.add(job);
                    count(job.request().lane(), job.request().collection());
                    room--;
                }
            }
            write(claimed.subList(before, claimed.size()));
            if (candidates.isEmpty() || claimed.size() == before) {
                break;
            }
        }
        return claimed.stream().map(this::afterwards).toList();
    }

    private boolean hasRoom(Job job) {
        Lane lane = job.request().lane();
        String collection = job.request().collection();
        return inLane.getOrDefault(lane, 0) < caps.of(lane)
                && inCollection.getOrDefault(collection, 0) < caps.of(collection);
    }

    private List<Job> candidates() throws SQLException {
        var text = new StringBuilder("select %s from job where next_attempt_after <= ?".formatted(Rows.JOB_WITH_ITEM));
        var parameters = new ArrayList<@Nullable Object>();
        parameters.add(now);
        List<String> lanes = inLane.keySet().stream()
                .filter(lane -> inLane.getOrDefault(lane, 0) >= caps.of(lane))
                .map(Lane::id)
                .toList();
        List<String> collections = inCollection.keySet().stream()
                .filter(collection -> inCollection.getOrDefault(collection, 0) >= caps.of(collection))
                .toList();
        exclude(text, parameters, "lane", lanes);
        exclude(text, parameters, "collection", collections);
        text.append(" order by priority desc, next_attempt_after, id limit ? for update skip locked");
        parameters.add(room);
        return sql.list(Rows::jobWithItem, text.toString(), parameters.toArray());
    }

    private static void exclude(
            StringBuilder text, List<@Nullable Object> parameters, String column, List<String> values) {
        if (!values.isEmpty()) {
            text.append(" and %s not in (%s)".formatted(column, Sql.marks(values.size())));
            parameters.addAll(values);
        }
    }

    private void write(List<Job> jobs) throws SQLException {
        var rows = new ArrayList<@Nullable Object[]>();
        var attempts = new ArrayList<@Nullable Object[]>();
        var events = new ArrayList<NewEvent>();
        for (Job job : jobs) {
            Job next = afterwards(job);
            rows.add(new @Nullable Object[] {next.attempts(), now, job.id().text()});
            attempts.add(new @Nullable Object[] {
                job.id().text(), next.attempts(), engine, next.workflow().text(), now
            });
            if (job.state() != State.PENDING) {
                events.add(new NewEvent(
                        job.id(),
                        now,
                        Optional.of(job.state()),
                        State.PENDING,
                        Actor.controller("attempt %d".formatted(next.attempts())),
                        Optional.empty()));
            }
        }
        sql.batch(
                "update job set state = 'PENDING', attempts = ?, next_attempt_after = null, percent = 0, code = null,"
                        + " message = null, message_start = null, updated = ? where id = ?",
                rows);
        sql.batch(
                "insert into attempt (job_id, number, engine, workflow_name, claimed) values (?, ?, ?, ?, ?)",
                attempts);
        NewEvent.write(sql, events);
    }

    private Job afterwards(Job job) {
        return new Job(
                job.id(),
                job.parent(),
                job.request(),
                job.digest(),
                job.item(),
                State.PENDING,
                job.retriesLeft(),
                job.transientTries(),
                job.attempts() + 1,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                job.created(),
                now);
    }
}
