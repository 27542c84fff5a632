package dev.zarrgo.controller.workflow;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// References in the arguments of a step: `{outputs}` and `{step.file}`. A brace that is meant as such is
/// doubled.
public final class Placeholders {

    private static final Pattern TOKEN = Pattern.compile("\\{\\{|}}|\\{([a-z][a-z0-9-]*(?:\\.[a-z][a-z0-9_]*)?)}");

    private Placeholders() {}

    /// A text that stands for itself.
    static String escaped(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }

    /// Puts values in the place of references.
    ///
    /// @param values the value of a reference, for example of `resolve.product`
    public static String resolve(String argument, UnaryOperator<String> values) {
        Matcher matcher = TOKEN.matcher(argument);
        var text = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            text.append(argument, end, matcher.start());
            text.append(
                    switch (matcher.group()) {
                        case "{{" -> "{";
                        case "}}" -> "}";
                        default -> values.apply(matcher.group(1));
                    });
            end = matcher.end();
        }
        return text.append(argument, end, argument.length()).toString();
    }
}
