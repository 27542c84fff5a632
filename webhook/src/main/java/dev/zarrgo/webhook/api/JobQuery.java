package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.JobId;
import dev.zarrgo.controller.job.Kind;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.JobPage;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.converter.failure.InvalidRequestException;
import io.micronaut.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which jobs a list shows: our own filters, and those of OGC API – Processes.
///
/// Source: section 5 and rules A12, A25 of the jobs specification.
///
/// @param filter for the ledger; empty if what is asked for contradicts itself
/// @param rest the condition that the ledger does not know; empty if it knows all
/// @param text of the query, for the link to the next page
record JobQuery(
        Optional<JobFilter> filter, Optional<Predicate<Job>> rest, Optional<JobId> after, int limit, String text) {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    /// Jobs that are looked through for one page, so many at a time; beyond these the next page goes on.
    private static final int MAX_SCANNED = 2000;

    private static final int CHUNK = 500;

    private static final Set<String> NAMES = Set.of(
            "kind",
            "state",
            "collection",
            "item",
            "owner",
            "parent",
            "since",
            "until",
            "code",
            "errorPrefix",
            "limit",
            "after",
            "type",
            "processID",
            "status",
            "datetime",
            "minDuration",
            "maxDuration");

    /// @throws RequestException if a parameter is not known, or no value of its kind
    static JobQuery of(HttpRequest<?> request) {
        var parameters = new Parameters(request.getParameters(), NAMES);
        Set<State> states = states(parameters);
        Set<JobStatus> statuses = statuses(parameters);
        parameters
                .text("type")
                .filter(type -> !type.equals("process"))
                .ifPresent(_ -> parameters.refuse("type", "type is process"));
        Set<State> wanted = wanted(states, statuses);
        List<String> processes = parameters.texts("processID");
        boolean none = (wanted.isEmpty() && !(states.isEmpty() && statuses.isEmpty()))
                || (!processes.isEmpty() && !processes.contains(ProcessDocument.ID));
        Optional<String> code = parameters
                .text("code")
                .or(() -> statuses.equals(Set.of(JobStatus.DISMISSED)) ? Optional.of(Job.DISMISSED) : Optional.empty());
        Optional<Predicate<Job>> rest = Stream.of(
                        Optional.<Predicate<Job>>of(job -> statuses.contains(JobStatus.of(job)))
                                .filter(_ -> !statuses.isEmpty()),
                        duration(parameters))
                .flatMap(Optional::stream)
                .reduce(Predicate::and);
        Interval created = interval(parameters);
        var filter = new JobFilter(
                wanted,
                parameters.text("kind").flatMap(id -> named(parameters, "kind", id, Kind::named, Kind.values())),
                parameters.text("collection"),
                parameters.text("item"),
                parameters.text("owner"),
                parameters.text("parent").flatMap(id -> id(parameters, "parent", id)),
                created.start(),
                created.end(),
                code,
                parameters.text("errorPrefix"));
        Optional<JobId> after = parameters.text("after").flatMap(id -> id(parameters, "after", id));
        int limit = parameters.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        parameters.end();
        return new JobQuery(none ? Optional.empty() : Optional.of(filter), rest, after, limit, text(request));
    }

    private static <T> Optional<T> named(
            Parameters parameters, String name, String id, Function<String, Optional<T>> find, Object[] all) {
        Optional<T> found = find.apply(id);
        if (found.isEmpty()) {
            parameters.refuse(name, "there is no %s '%s'; there are %s".formatted(name, id, List.of(all)));
        }
        return found;
    }

    private static Optional<JobId> id(Parameters parameters, String name, String text) {
        try {
            return Optional.of(JobId.parse(text));
        } catch (InvalidRequestException refused) {
            parameters.refuse(name, String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<State> states(Parameters parameters) {
        return parameters.texts("state").stream()
                .flatMap(id -> named(parameters, "state", id, State::named, State.values()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(State.class)));
    }

    private static Set<JobStatus> statuses(Parameters parameters) {
        return parameters.texts("status").stream()
                .flatMap(id -> named(parameters, "status", id, JobStatus::named, JobStatus.values()).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(JobStatus.class)));
    }

    /// The states that jobs can have which both filters let through.
    private static Set<State> wanted(Set<State> states, Set<JobStatus> statuses) {
        if (statuses.isEmpty()) {
            return states;
        }
        Set<State> wanted = EnumSet.noneOf(State.class);
        statuses.forEach(status -> wanted.addAll(status.states()));
        if (!states.isEmpty()) {
            wanted.retainAll(states);
        }
        return wanted;
    }

    private static Optional<Predicate<Job>> duration(Parameters parameters) {
        int min = parameters.number("minDuration", 0, Integer.MAX_VALUE, 0);
        int max = parameters.number("maxDuration", 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
        if (min == 0 && max == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(job -> {
            Instant end = job.state().isLive() ? Instant.now() : job.updated();
            long seconds = Duration.between(job.created(), end).toSeconds();
            return seconds >= min && seconds <= max;
        });
    }

    private record Interval(Optional<Instant> start, Optional<Instant> end) {}

    /// `since` and `until`, or a `datetime` of the standard: a time, `A/B`, `A/..` or `../B`.
    private static Interval interval(Parameters parameters) {
        Optional<Instant> since = parameters.instant("since");
        Optional<Instant> until = parameters.instant("until");
        Optional<String> datetime = parameters.text("datetime");
        if (datetime.isEmpty()) {
            return new Interval(since, until);
        }
        if (since.isPresent() || until.isPresent()) {
            parameters.refuse("datetime", "give datetime, or since and until");
        }
        String[] ends = datetime.get().split("/", -1);
        if (ends.length > 2) {
            parameters.refuse("datetime", "datetime is a time or an interval");
            return new Interval(since, until);
        }
        return new Interval(
                end(parameters, ends[0]), end(parameters, ends[ends.length - 1]).map(end -> end.plusMillis(1)));
    }

    private static Optional<Instant> end(Parameters parameters, String text) {
        return text.isEmpty() || text.equals("..") ? Optional.empty() : parameters.instant("datetime", text);
    }

    /// The query without its place in the list.
    private static String text(HttpRequest<?> request) {
        return request.getParameters().asMap().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("after"))
                .flatMap(parameter ->
                        parameter.getValue().stream().map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The filter of a request to retry many: `{states, kind, collection, item, owner, since, until, code,
    /// errorPrefix}`.
    static JobFilter filter(Members members) {
        var states = EnumSet.noneOf(State.class);
        for (String name : members.texts("states", State.values().length)) {
            State.named(name)
                    .ifPresentOrElse(states::add, () -> members.fault("states", "knows no '%s'".formatted(name)));
        }
        return new JobFilter(
                states,
                members.optionalText("kind").flatMap(id -> {
                    Optional<Kind> kind = Kind.named(id);
                    if (kind.isEmpty()) {
                        members.fault("kind", "'%s' is not known; there are %s".formatted(id, List.of(Kind.values())));
                    }
                    return kind;
                }),
                members.optionalText("collection"),
                members.optionalText("item"),
                members.optionalText("owner"),
                Optional.empty(),
                members.optionalText("since").flatMap(text -> time(members, "since", text)),
                members.optionalText("until").flatMap(text -> time(members, "until", text)),
                members.optionalText("code"),
                members.optionalText("errorPrefix"));
    }

    private static Optional<Instant> time(Members members, String name, String text) {
        Optional<Instant> time = Parameters.parseTime(text);
        if (time.isEmpty()) {
            members.fault(name, "is no time such as 2026-07-21T10:05:59Z");
        }
        return time;
    }

    JobList run(Ledger ledger, Links links) {
        var found = new ArrayList<Job>();
        Optional<JobId> place = after;
        boolean more = filter.isPresent();
        int chunk = rest.isPresent() ? Math.max(limit, CHUNK) : limit;
        for (int scanned = 0; more && found.size() < limit && scanned < MAX_SCANNED; ) {
            JobPage page = ledger.jobs(filter.orElseThrow(), place, chunk);
            scanned += Math.max(1, page.jobs().size());
            for (Job job : page.jobs()) {
                place = Optional.of(job.id());
                if (rest.isEmpty() || rest.get().test(job)) {
                    found.add(job);
                }
                if (found.size() == limit) {
                    break;
                }
            }
            boolean inside = !page.jobs().isEmpty()
                    && !place.equals(Optional.of(page.jobs().getLast().id()));
            more = inside || page.after().isPresent();
        }
        var related = new ArrayList<LinkDocument>();
        related.add(LinkDocument.json(links.to("/jobs" + question(text)), "self", "This page"));
        if (more) {
            String next = "after=" + place.orElseThrow();
            related.add(LinkDocument.json(
                    links.to("/jobs" + question(text.isEmpty() ? next : text + "&" + next)), "next", "Older jobs"));
        }
        return new JobList(
                found.stream().map(job -> JobDocument.of(job, links)).toList(), List.copyOf(related), found.size());
    }

    private static String question(String query) {
        return query.isEmpty() ? "" : "?" + query;
    }
}
