package dev.zarrgo.cli;

import dev.zarrgo.testkit.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A product that tests convert: made when it is first asked for, once in a run of the tests, never
/// changed.
///
/// @param level `L1C` or `L2A`
/// @param cpm generation of the format, 2 or 3
/// @param size pixels per axis at 10 m
record TestProduct(Maker maker, String level, int cpm, int size) {

    /// Who makes it.
    enum Maker {
        /// `zarrgo sample`
        SAMPLE,
        /// The maker of the peers, which shares no code with ours.
        PEER
    }

    /// Small, and yet all there: chunks in both directions, odd sizes at coarse levels.
    static final int SMALL = 330;

    /// Large enough for several chunks of the usual size.
    static final int MEDIUM = 1098;

    private static final int FULL_SIZE = 10980;

    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "target", "products");
    private static final Map<TestProduct, Path> MADE = new ConcurrentHashMap<>();

    static {
        delete(FOLDER);
    }

    static TestProduct sample(String level, int cpm, int size) {
        return new TestProduct(Maker.SAMPLE, level, cpm, size);
    }

    /// Where it is.
    Path folder() {
        return MADE.computeIfAbsent(this, TestProduct::make);
    }

    private Path make() {
        Path folder = FOLDER.resolve("%s-%s-cpm%d-%d.zarr".formatted(maker, level, cpm, size));
        switch (maker) {
            case SAMPLE ->
                Invocation.successful("sample", "--product", "S2" + level, "--cpm", cpm, "--size", size, folder);
            case PEER -> Peers.makeSentinelTwo(folder, "--level", level, "--cpm", cpm, "--scale", FULL_SIZE / size);
        }
        return folder;
    }

    /// For the names of tests and the pages they write.
    @Override
    public String toString() {
        String name =
                switch (maker) {
                    case SAMPLE -> "zarrgo sample";
                    case PEER -> "make_s2.py";
                };
        return "%s %s CPM %d %d px".formatted(name, level, cpm, size);
    }

    /// Deletes a folder, if it is there.
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// All kinds of products of one size.
    static List<TestProduct> all(Maker maker, int size) {
        return Stream.of("L1C", "L2A")
                .flatMap(level -> Stream.of(2, 3).map(cpm -> new TestProduct(maker, level, cpm, size)))
                .toList();
    }
}
