package dev.zarrgo.converter.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.Repository;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/reference/failures.md` has a line for every failure, with its exit code, and for no other.
class FailuresPageTest {

    private static final Pattern LINE =
            Pattern.compile("^\\| `([a-z-]+)` \\| (\\d+) \\| \\S.* \\| \\S.* \\|$", Pattern.MULTILINE);

    @Test
    void everyFailureHasItsLine() {
        Map<String, Integer> known =
                Arrays.stream(FailureCode.values()).collect(Collectors.toMap(FailureCode::id, FailureCode::exitCode));
        var described = new TreeMap<String, Integer>();
        LINE.matcher(Repository.text("docs/reference/failures.md"))
                .results()
                .forEach(line -> described.put(line.group(1), Integer.valueOf(line.group(2))));
        assertThat(described).isEqualTo(new TreeMap<>(known));
    }
}
