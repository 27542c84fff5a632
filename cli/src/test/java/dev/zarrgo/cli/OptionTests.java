package dev.zarrgo.cli;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which test shows what an option does.
final class OptionTests {

    private OptionTests() {}

    /// The names of the tests of a class by option.
    static Map<String, Set<String>> of(Class<?> tests) {
        var found = new TreeMap<String, Set<String>>();
        Method[] methods = tests.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        for (Method method : methods) {
            Shows shows = method.getAnnotation(Shows.class);
            if (shows != null) {
                for (String option : shows.value()) {
                    found.computeIfAbsent(option, _ -> new TreeSet<>()).add(sentence(method.getName()));
                }
            }
        }
        return found;
    }

    /// `levelsEndThePyramids` as `levels end the pyramids`.
    private static String sentence(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
