package dev.zarrgo.controller.reconcile;

/// Whether this process is the one that submits and watches.
@FunctionalInterface
public interface Leadership {

    /// For the only replica.
    Leadership ALWAYS = () -> true;

    /// Asked at the beginning of each round; may take the lead where nobody has it.
    boolean isHeld();
}
