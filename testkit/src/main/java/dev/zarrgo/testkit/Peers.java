package dev.zarrgo.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Programs that make products and judge stores, and that share no code with ours.
///
/// They are looked for at `ZARRGO_PEERS`. Tests that need them carry [EnabledIfPeers].
public final class Peers {

    private static final String FOLDER = "ZARRGO_PEERS";
    private static final String MAKER = "make_s2.py";

    private Peers() {}

    static Requirement requirement() {
        return new Requirement(
                "peers", find().isPresent(), "no peers; set %s to the folder with %s".formatted(FOLDER, MAKER));
    }

    private static Optional<Path> find() {
        return Optional.ofNullable(System.getenv(FOLDER))
                .map(Path::of)
                .filter(folder -> Files.isRegularFile(folder.resolve(MAKER)));
    }

    /// Where the programs are, for a test that is [EnabledIfPeers].
    public static Path folder() {
        return find().orElseThrow(() -> new AssertionError(requirement().absence()));
    }

    /// Makes a Sentinel-2 product.
    ///
    /// @param arguments further arguments of the maker
    public static void makeSentinelTwo(Path target, Object... arguments) {
        var all = new Object[1 + arguments.length];
        all[0] = target;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Oracle.installed().run(folder().resolve(MAKER), all);
    }
}
