package dev.zarrgo.controller.ledger;

/// Texts cut to the width of their columns.
final class Texts {

    static final int MESSAGE = 4096;
    /// How much of a message prefixes are looked for in.
    static final int START = 100;

    private Texts() {}

    /// What fits, without the characters that PostgreSQL refuses.
    static String fit(String text, int length) {
        String clean = text.replace('\0', ' ');
        if (clean.length() <= length) {
            return clean;
        }
        boolean splits = Character.isHighSurrogate(clean.charAt(length - 1));
        return clean.substring(0, splits ? length - 1 : length);
    }
}
