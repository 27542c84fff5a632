package dev.zarrgo.converter.convert;

import java.util.concurrent.atomic.LongAdder;

/// Thread time by kind of work, to tell what limited a run.
final class StageClock {

    final LongAdder decodeNanos = new LongAdder();
    final LongAdder reduceNanos = new LongAdder();
    final LongAdder encodeNanos = new LongAdder();
}
