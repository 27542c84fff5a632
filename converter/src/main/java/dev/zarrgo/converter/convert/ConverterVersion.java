package dev.zarrgo.converter.convert;

/// What the stores name as their maker.
public final class ConverterVersion {

    /// Version of the program.
    public static final String VERSION = "0.1.0";

    static final String NAME = "zarrgo " + VERSION;

    private ConverterVersion() {}
}
