package dev.zarrgo.controller.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far steps say they are, as Argo has it: `63/100`.
public final class StepProgress {

    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9})/([1-9][0-9]{0,8})");

    private StepProgress() {}

    /// @return from 0 to 1; 0 for what says nothing
    public static double of(String text) {
        Matcher matcher = FRACTION.matcher(text.strip());
        return matcher.matches()
                ? Math.min(1, Double.parseDouble(matcher.group(1)) / Integer.parseInt(matcher.group(2)))
                : 0;
    }
}
