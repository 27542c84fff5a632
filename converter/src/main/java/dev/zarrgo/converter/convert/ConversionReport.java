package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Location;
import java.time.Duration;
import java.util.List;

/// What a conversion did.
///
/// @param label what the source is, for a person
/// @param outcome whether anything was written
/// @param sourceObjects objects read
/// @param sourceBytes stored bytes read
/// @param pixelBytes decoded bytes of what was written
/// @param arrays arrays written, those without chunks included
/// @param groups groups written
/// @param objects objects written
/// @param storedBytes bytes written
/// @param missingChunks chunks that the source does not store, because they are all fill value
/// @param elapsed wall time
/// @param limit what the threads were busy with most
/// @param stages thread time by stage, in the order of the work
/// @param warnings what a person should know
public record ConversionReport(
        String label,
        Location target,
        Outcome outcome,
        long sourceObjects,
        long sourceBytes,
        long pixelBytes,
        int arrays,
        int groups,
        long objects,
        long storedBytes,
        long missingChunks,
        Duration elapsed,
        Limit limit,
        List<Stage> stages,
        List<String> warnings) {

    public ConversionReport {
        stages = List.copyOf(stages);
        warnings = List.copyOf(warnings);
    }

    /// Whether anything was written.
    public enum Outcome {
        CONVERTED,
        /// The target is already what would be written.
        UNCHANGED
    }

    /// What a run waited for most.
    public enum Limit {
        READING("reading the source"),
        CODECS("decoding and encoding"),
        WRITING("writing the target"),
        MEMORY("memory"),
        /// Threads had nothing to do while others worked.
        SHARING("too little to do at once"),
        METADATA("opening and finishing");

        private final String text;

        Limit(String text) {
            this.text = text;
        }

        /// For a person.
        public String text() {
            return text;
        }
    }

    /// Thread time in one kind of work.
    public record Stage(String name, Duration threadTime) {}
}
