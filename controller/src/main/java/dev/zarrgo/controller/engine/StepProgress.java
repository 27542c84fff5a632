package dev.zarrgo.controller.engine;

import dev.zarrgo.controller.engine.StepStatus.Phase;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far the steps of a workflow are.
public final class StepProgress {

    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9})/([1-9][0-9]{0,8})");

    private StepProgress() {}

    /// How much of the work is done that is to be done: a step that was left out counts neither way, and
    /// one that failed as not done.
    ///
    /// @param weight share of a step in the whole work
    /// @param fraction from 0 to 1, how far a running step says it is
    /// @return 0 to 100
    public static int percent(
            List<StepStatus> steps, ToDoubleFunction<String> weight, ToDoubleFunction<String> fraction) {
        double all = 0;
        double done = 0;
        for (StepStatus step : steps) {
            double share = weight.applyAsDouble(step.name());
            all += step.phase() == Phase.SKIPPED ? 0 : share;
            done += switch (step.phase()) {
                case SUCCEEDED -> share;
                case RUNNING -> share * fraction.applyAsDouble(step.name());
                case WAITING, SKIPPED, FAILED -> 0;
            };
        }
        return all == 0 ? 0 : (int) Math.floor(100 * done / all);
    }

    /// What a step says, as Argo has it: `63/100`.
    ///
    /// @return from 0 to 1; 0 for what says nothing
    public static double fraction(String text) {
        Matcher matcher = FRACTION.matcher(text.strip());
        return matcher.matches()
                ? Math.min(1, Double.parseDouble(matcher.group(1)) / Integer.parseInt(matcher.group(2)))
                : 0;
    }
}
