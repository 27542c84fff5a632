package dev.zarrgo.converter.task;

import org.jspecify.annotations.Nullable;

/// Lets something outside tell workers that a job may have become ready.
public final class Wakeup {

    private volatile @Nullable Runnable workers;

    void connect(Runnable action) {
        workers = action;
    }

    /// Makes the workers look again; before they run, this does nothing.
    public void wake() {
        Runnable action = workers;
        if (action != null) {
            action.run();
        }
    }
}
