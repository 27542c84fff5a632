package dev.zarrgo.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.InvalidRequestException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids sort by time, are unique, and are fit for addresses, labels and names of objects.
class JobIdTest {

    private static final long YEAR_3000 = 32_503_680_000_000L;

    @Test
    void idsGrowWhileTheClockStandsStill() {
        var ids = new JobIds(InstantSource.fixed(Instant.EPOCH), new Random(7));
        var made = new ArrayList<JobId>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Property
    void idsSortByTime(
            @ForAll @LongRange(min = 0, max = YEAR_3000) long one, @ForAll @LongRange(min = 1, max = 1000) long later) {
        JobId first = new JobIds(InstantSource.fixed(Instant.ofEpochMilli(one)), new Random(1)).next();
        Instant then = Instant.ofEpochMilli(one + later);
        assertThat(first)
                .isLessThan(JobIds.floor(then))
                .isGreaterThanOrEqualTo(JobIds.floor(Instant.ofEpochMilli(one)));
    }

    /// P12, P14: an id is part of a label and of an object's name.
    @Property
    void anIdIsALabel(@ForAll @LongRange(min = 0, max = YEAR_3000) long millis, @ForAll long seed) {
        JobId id = new JobIds(InstantSource.fixed(Instant.ofEpochMilli(millis)), new Random(seed)).next();
        assertThat(id.text()).matches("[a-z0-9]{26}");
        assertThat(WorkflowName.parse(new WorkflowName(id, 3).text())).contains(new WorkflowName(id, 3));
        assertThat(JobId.parse(id.text().toUpperCase(Locale.ROOT))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "../../etc/passwd", "01jd3q6z8k5v0c9x2m4n7p1r3", "01jd3q6z8k5v0c9x2m4n7p1r3u"})
    @DisplayName("A10: what is no id is refused")
    void whatIsNoIdIsRefused(String text) {
        assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"geozarr-x7k2p", "zarrgo-01jd3q6z8k5v0c9x2m4n7p1r3t", "zarrgo-01jd3q6z8k5v0c9x2m4n7p1r3t-0"})
    void workflowsOfOthersHaveOtherNames(String text) {
        assertThat(WorkflowName.parse(text)).isEmpty();
    }
}
