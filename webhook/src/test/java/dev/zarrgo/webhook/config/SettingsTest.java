package dev.zarrgo.webhook.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.testkit.GoldenText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Settings come from four sources, the later wins, and nothing is set by accident (rules X4, X11).
class SettingsTest {

    private static final String HEAD = """
            # Settings of the service

            Written by `SettingsTest`; do not edit it (`-Dgolden=update`). A setting comes from, in rising order: its default,
            the file of `zarrgo serve --config FILE` (YAML), the environment, `--set NAME=VALUE`. An unknown name in a file or on
            the command line ends the service with exit code 78. `zarrgo serve --show-settings` prints what is in effect and
            where it comes from, with secrets masked.

            ```yaml
            zarrgo:
              webhook:
                port: 8080
              source:
                allowed-hosts: [objects.example.org, "*.example.com"]
            ```

            Lists are written with commas in the environment and on the command line. Durations are `500ms`, `30s`, `5m`, `2h`.

            | setting | variable | default | |
            |---|---|---|---|
            """;

    private static Settings read(Map<String, String> environment, Map<String, String> commandLine) {
        return Settings.read(Optional.empty(), environment, commandLine);
    }

    @Test
    void pageListsNamesAndDefaults() {
        var page = new StringBuilder(HEAD);
        for (Setting setting : Setting.values()) {
            page.append("| `%s` | `%s` | %s | %s |%n"
                    .formatted(
                            setting.id(),
                            setting.variable(),
                            setting.initial().isEmpty() ? "" : "`" + setting.initial() + "`",
                            setting.description()));
        }
        GoldenText.assertMatches("docs/reference/settings.md", page.toString());
    }

    @Test
    void namesAndVariablesAreUnique() {
        var names = new HashSet<String>();
        for (Setting setting : Setting.values()) {
            assertThat(names.add(setting.id())).isTrue();
            assertThat(names.add(setting.variable())).isTrue();
            assertThat(setting.id()).matches("[a-z0-9]+(?:[.-][a-z0-9]+)*");
        }
    }

    @Test
    void defaultsAreValid() {
        Settings defaults = read(Map.of(), Map.of());
        assertThat(defaults.number(Setting.PORT)).isEqualTo(12000);
        assertThat(defaults.duration(Setting.IDLE_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.list(Setting.COLLECTIONS)).contains("sentinel-2-l2a");
        assertThat(defaults.isOn(Setting.ANONYMOUS_SAMPLES)).isFalse();
    }

    @Test
    void laterSourcesWin(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("zarrgo.yml"), """
                zarrgo:
                  webhook: {port: 1, body-limit: 11, burst: 111}
                  source.allowed-hosts: [a.example.org, b.example.org]
                log.level: debug
                """);
        Settings settings = Settings.read(
                Optional.of(file),
                Map.of("ZARRGO_WEBHOOK_PORT", "2", "ZARRGO_WEBHOOK_BODY_LIMIT", "22"),
                Map.of("webhook.port", "3"));
        assertThat(settings.number(Setting.PORT)).isEqualTo(3);
        assertThat(settings.number(Setting.BODY_LIMIT)).isEqualTo(22);
        assertThat(settings.number(Setting.REQUEST_BURST)).isEqualTo(111);
        assertThat(settings.list(Setting.ALLOWED_HOSTS)).containsExactly("a.example.org", "b.example.org");
        assertThat(settings.text(Setting.LOG_LEVEL)).isEqualTo("debug");
        assertThat(settings.isSet(Setting.PORT)).isTrue();
        assertThat(settings.isSet(Setting.HOST)).isFalse();
    }

    @Test
    void prefixMayBeLeftOut() {
        assertThat(read(Map.of(), Map.of("zarrgo.webhook.port", "7")).number(Setting.PORT))
                .isEqualTo(7);
    }

    @Test
    void foreignVariablesAreLeftAlone() {
        assertThat(read(Map.of("ZARRGO_HOME", "/x", "ZARRGO_NO_SUCH_THING", "1", "PATH", "/bin"), Map.of())
                        .isSet(Setting.PORT))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook.prt", "zarrgo.zarrgo.webhook.port", "WEBHOOK.PORT", ""})
    void unknownNamesAreErrors(String name) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(name, "1")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(name)
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(78));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zarrgo: {webhook: {prt: 1}}",
                "a: [",
                "- 1",
                "zarrgo: {webhook: {port: x}}",
                "a: 1\na: 2",
                "!!java.net.URL [x]"
            })
    void brokenFilesAreErrors(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("zarrgo.yml"), text);
        assertThatThrownBy(() -> Settings.read(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("zarrgo.yml");
    }

    @Test
    void missingFileIsAnError(@TempDir Path folder) {
        assertThatThrownBy(() -> Settings.read(Optional.of(folder.resolve("none.yml")), Map.of(), Map.of()))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"webhook.port=-1", "webhook.port=1e3", "webhook.samples.anonymous=yes", "webhook.idle-timeout=30"
            })
    void valuesOfAnotherKindAreErrors(String assignment) {
        String[] parts = assignment.split("=", 2);
        assertThatThrownBy(() -> read(Map.of(), Map.of(parts[0], parts[1])))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(parts[0]);
    }

    @Test
    void secretsAreMasked() {
        String shown = read(
                        Map.of("ZARRGO_LEDGER_PASSWORD", "hunter2"),
                        Map.of(
                                "security.tokens",
                                "anna:read:0123456789abcdef, broken-secret",
                                "ledger.url",
                                "jdbc:postgresql://me:secret@db/x?password=secret"))
                .described();
        assertThat(shown)
                .contains("anna:read:********", "# ZARRGO_LEDGER_PASSWORD", "# command line", "# default")
                .doesNotContain("hunter2", "0123456789abcdef", "broken-secret", "secret@", "password=secret");
    }
}
