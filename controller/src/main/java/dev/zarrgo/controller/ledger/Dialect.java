package dev.zarrgo.controller.ledger;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.sql.SQLException;
import java.util.Map;

/// What the two databases call differently.
enum Dialect {
    POSTGRESQL("postgresql", "cast(? as jsonb)", "collate \"C\"", "jsonb", Integer.MAX_VALUE, 2, "\udbff\udfff") {
        @Override
        boolean insertsIntoMany() {
            return true;
        }

        @Override
        void planForValues(Sql sql) throws SQLException {
            sql.execute("set local plan_cache_mode = force_custom_plan");
        }
    },
    H2("h2", "? format json", "", "json", 1, 1, "\uffff") {
        @Override
        boolean insertsIntoMany() {
            return false;
        }

        @Override
        void planForValues(Sql sql) {
            // It has one plan for a statement.
        }
    };

    private static final String MIGRATIONS = "classpath:dev/zarrgo/controller/ledger/";

    private final String folder;
    private final String jsonParameter;
    private final String textType;
    private final String jsonType;
    private final int writers;
    private final int submitters;
    private final String lastCharacter;

    Dialect(
            String folder,
            String jsonParameter,
            String textType,
            String jsonType,
            int writers,
            int submitters,
            String lastCharacter) {
        this.folder = folder;
        this.jsonParameter = jsonParameter;
        this.textType = textType;
        this.jsonType = jsonType;
        this.writers = writers;
        this.submitters = submitters;
        this.lastCharacter = lastCharacter;
    }

    static Dialect of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        if (url.startsWith("jdbc:h2:")) {
            return H2;
        }
        throw new RefusedException(
                FailureCode.BAD_SETTINGS,
                "'%s' is not the address of a ledger".formatted(url.replaceAll("\\?.*", "")),
                "give one that begins with jdbc:postgresql: or jdbc:h2:");
    }

    /// Where a JSON document is given as text.
    String jsonParameter() {
        return jsonParameter;
    }

    /// Transactions that may write at a time. H2 2.4 loses entries of its indexes when two of them change
    /// the same row.
    int writers() {
        return writers;
    }

    /// Transactions of submissions that are worth running at a time: while one waits for the disk, another
    /// can be prepared. An embedded database has nothing to wait for.
    int submitters() {
        return submitters;
    }

    /// The last text in the database's order that begins with `prefix` and is at most `length` units
    /// longer: one orders by code points, the other by UTF-16 units.
    String last(String prefix, int length) {
        return prefix + lastCharacter.repeat(length);
    }

    /// Has what follows in this transaction planned for its values: which of many filters is the rare one,
    /// only they tell.
    abstract void planForValues(Sql sql) throws SQLException;

    /// Whether one statement can insert into two tables.
    abstract boolean insertsIntoMany();

    String[] migrations() {
        return new String[] {MIGRATIONS + "common", MIGRATIONS + folder};
    }

    Map<String, String> placeholders() {
        return Map.of("text", textType, "json", jsonType);
    }
}
