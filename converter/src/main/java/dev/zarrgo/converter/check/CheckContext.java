package dev.zarrgo.converter.check;

import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.task.WorkerContext;

/// What one worker needs to read and compare.
final class CheckContext implements WorkerContext {

    /// Elements that are read at a time where nothing else decides.
    static final int ELEMENTS = 1 << 16;

    private final DecodeScratch scratch = new DecodeScratch();

    DecodeScratch scratch() {
        return scratch;
    }

    /// Room for [#ELEMENTS] elements.
    Planes room(int typeBytes) {
        return new Planes(typeBytes, ELEMENTS);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
