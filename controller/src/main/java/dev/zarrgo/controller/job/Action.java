package dev.zarrgo.controller.job;

import java.util.Optional;

/// What a client asks for. Names are compared as they are, without prefix or case.
///
/// Source: rules P4, P5.
public enum Action {
    CONVERT("convert", Lane.NORMAL),
    CONVERT_S2("convert-v1-s2", Lane.NORMAL),
    CONVERT_S2_HIGH("convert-v1-s2-hp", Lane.HIGH),
    CONVERT_S3("convert-v1-s3", Lane.NORMAL);

    private final String id;
    private final Lane lane;

    Action(String id, Lane lane) {
        this.id = id;
        this.lane = lane;
    }

    /// The name in requests, for example `convert-v1-s2`.
    public String id() {
        return id;
    }

    /// The lane of its jobs where none is asked for.
    public Lane lane() {
        return lane;
    }

    public Kind kind() {
        return switch (this) {
            case CONVERT, CONVERT_S2, CONVERT_S2_HIGH, CONVERT_S3 -> Kind.CONVERT;
        };
    }

    /// What of one item excludes each other: there is one live job for each collection, item and family.
    public String family() {
        return kind().id();
    }

    public static Optional<Action> named(String id) {
        for (Action action : values()) {
            if (action.id.equals(id)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
