package dev.zarrgo.testkit;

import java.time.Duration;
import java.util.Map;

/// What a [FaultyServer] does with a request instead of answering it well.
public sealed interface Fault {

    /// Nothing: the request is answered well.
    record None() implements Fault {}

    /// Another answer, without looking at what was asked for.
    record Answer(int status, Map<String, String> headers, String body) implements Fault {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /// The connection ends after `bytes` of the body; with 0, before the status line.
    record Cut(long bytes) implements Fault {}

    /// The body comes in pieces of `bytes` with a pause behind each.
    record Trickle(int bytes, Duration pause) implements Fault {}

    /// The object has another entity tag; empty for none.
    record Tag(String tag) implements Fault {}

    /// The request is done, and its answer is lost.
    record Lost() implements Fault {}

    /// Nothing is sent and the connection stays open, until the other side gives up.
    record Silence() implements Fault {}

    Fault NONE = new None();

    static Fault status(int status) {
        return new Answer(status, Map.of(), "");
    }

    /// Decides for each request.
    @FunctionalInterface
    interface Plan {

        Plan NONE = _ -> Fault.NONE;

        Fault of(Asked request);

        /// `fault` for the first `times` requests whose path contains `part`, whatever their method.
        static Plan first(int times, String part, Fault fault) {
            return request -> request.path().contains(part) && request.nthOfPath() <= times ? fault : Fault.NONE;
        }

        /// `fault` for all requests whose path contains `part`.
        static Plan always(String part, Fault fault) {
            return first(Integer.MAX_VALUE, part, fault);
        }
    }

    /// A request.
    ///
    /// @param path with query, as sent
    /// @param headers names in lower case
    /// @param nthOfPath counted from 1 among those with this method and path
    /// @param nth counted from 1 among all
    record Asked(String method, String path, Map<String, String> headers, int nthOfPath, int nth) {
        public Asked {
            headers = Map.copyOf(headers);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
