package dev.zarrgo.webhook.config;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// What is set, from all sources: default, file, environment, command line; the later wins.
///
/// Source: rule X11.
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final String MASK = "********";

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> origins = new EnumMap<>(Setting.class);

    private Settings() {
        for (Setting setting : Setting.values()) {
            set(setting, setting.initial(), "default");
        }
    }

    /// @param file in YAML, if there is one
    /// @param environment of which foreign variables are left alone
    /// @param commandLine names, with or without `zarrgo.`, and values
    /// @throws RefusedException for a name that is not known or a value that is none
    public static Settings read(Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {
        var settings = new Settings();
        file.ifPresent(settings::readFile);
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null) {
                settings.set(setting, value, setting.variable());
            }
        }
        commandLine.forEach((name, value) -> settings.set(name, value, "command line"));
        return settings;
    }

    private void readFile(Path file) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (var text = Files.newBufferedReader(file)) {
            readNode("", new Yaml(new SafeConstructor(options)).load(text), file);
        } catch (IOException broken) {
            throw bad("%s cannot be read: %s".formatted(file, broken), broken);
        } catch (YAMLException broken) {
            throw bad("%s is no YAML: %s".formatted(file, broken.getMessage()), broken);
        }
    }

    private void readNode(String name, @Nullable Object node, Path file) {
        switch (node) {
            case null -> {
                if (!name.isEmpty()) {
                    set(name, "", file.toString());
                }
            }
            case Map<?, ?> members -> members.forEach((key, value) -> readNode(joined(name, key), value, file));
            case List<?> elements ->
                set(name, elements.stream().map(String::valueOf).collect(Collectors.joining(",")), file.toString());
            default -> set(name, String.valueOf(node), file.toString());
        }
    }

    private static String joined(String name, Object key) {
        return name.isEmpty() ? String.valueOf(key) : name + "." + key;
    }

    private void set(String name, String value, String origin) {
        Setting setting = Setting.named(name)
                .orElseThrow(() -> bad("%s: there is no setting '%s'".formatted(origin, name), null));
        set(setting, value, origin);
    }

    private void set(Setting setting, String value, String origin) {
        String stripped = value.strip();
        boolean valid =
                switch (setting.kind()) {
                    case TEXT, LIST, SECRET, SECRETS -> true;
                    case NUMBER -> stripped.matches("\\d{1,9}");
                    case SWITCH -> stripped.matches("true|false");
                    case DURATION -> DURATION.matcher(stripped).matches();
                };
        if (!valid) {
            throw bad(
                    "%s: %s is '%s', which is no %s".formatted(origin, setting.id(), stripped, nameOf(setting.kind())),
                    null);
        }
        values.put(setting, stripped);
        origins.put(setting, origin);
    }

    private static String nameOf(Setting.Kind kind) {
        return switch (kind) {
            case TEXT, SECRET -> "text";
            case NUMBER -> "whole number";
            case SWITCH -> "true or false";
            case DURATION -> "duration such as 30s";
            case LIST, SECRETS -> "list";
        };
    }

    public String text(Setting setting) {
        return String.valueOf(values.get(setting));
    }

    /// The value, unless it is empty.
    public Optional<String> optional(Setting setting) {
        return Optional.of(text(setting)).filter(value -> !value.isEmpty());
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    public boolean isOn(Setting setting) {
        return text(setting).equals("true");
    }

    public List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    public Duration duration(Setting setting) {
        Matcher matcher = DURATION.matcher(text(setting));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(setting.id() + " is no duration");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /// Whether somebody has set it.
    public boolean isSet(Setting setting) {
        return !"default".equals(origins.get(setting));
    }

    /// All settings as they are in effect and where they come from, secrets masked: YAML.
    public String described() {
        return Arrays.stream(Setting.values())
                .map(setting ->
                        "zarrgo.%s: %s  # %s%n".formatted(setting.id(), quoted(shown(setting)), origins.get(setting)))
                .collect(Collectors.joining());
    }

    private String shown(Setting setting) {
        return switch (setting.kind()) {
            case SECRET -> text(setting).isEmpty() ? "" : MASK;
            case SECRETS ->
                list(setting).stream()
                        .map(entry -> entry.replaceFirst("^([^:]*:[^:]*:).*", "$1") + MASK)
                        .map(entry -> entry.contains(":") ? entry : MASK)
                        .collect(Collectors.joining(", "));
            case TEXT -> text(setting).replaceFirst("//[^/@]*@", "//").replaceAll("(?i)(password=)[^&;]*", "$1" + MASK);
            case NUMBER, SWITCH, DURATION, LIST -> text(setting);
        };
    }

    private static String quoted(String value) {
        return value.matches("[\\w./:-]+") ? value : "\"" + value.replace("\"", "\\\"") + "\"";
    }

    /// What is in effect, by name; for a document that is compared.
    Map<Setting, String> values() {
        return Collections.unmodifiableMap(values);
    }

    static RefusedException bad(String message, @Nullable Throwable cause) {
        return new RefusedException(
                FailureCode.BAD_SETTINGS, message, "see docs/reference/settings.md for what can be set", cause);
    }
}
