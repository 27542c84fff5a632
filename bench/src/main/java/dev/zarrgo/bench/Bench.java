package dev.zarrgo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// `./zarrgo bench convert|remote|register|ledger|map [--rounds N] [--work DIR]`
public final class Bench {

    private static final String USAGE = """
            usage: ./zarrgo bench convert|remote|register|ledger|map [--rounds N] [--work DIR]

              convert       measures a full-size conversion from disk to disk; takes a quarter of an hour, 15 GB of disk
              remote        the same from and to a bucket, and from a slow server; takes five minutes
              register      measures how fast items get into pgSTAC and a STAC API, whose addresses the environment
                            names; takes some minutes
              ledger        measures how many submissions a second the service accepts, how soon it starts, and lists
                            of a million jobs, on a PostgreSQL of its own; takes three minutes
              map           measures how soon a full-size store is on the map of a browser; takes two minutes, 2 GB of disk

              convert and remote write docs/benchmarks.md, the others docs/benchmarks-register.md, -ledger.md, -map.md.

              --rounds N    runs of everything that is compared, 3 unless said otherwise
              --work DIR    where products and outputs go, kept for the next time (default /tmp/zarrgo-bench)

              ZARRGO_PEERS       folder with make_s2.py, bench_eopf_geozarr.sh and check_geozarr.py
              ZARRGO_PEERS_HOME  where the peer's environments are installed (default ~/.cache/zarrgo-peers)
              ZARRGO_S3_ENDPOINT an S3 service, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, for remote
              ZARRGO_S3_BUCKET   a bucket there that may be written (default zarrgo)
              ZARRGO_PG_BIN      folder with initdb, pg_ctl, psql and pgbench, for ledger
              ZARRGO_BROWSER     Chromium or a browser of its kind, for map (default: on the PATH)
            """;

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0
                || !Set.of("convert", "remote", "register", "ledger", "map").contains(arguments[0])) {
            System.err.print(USAGE);
            System.exit(arguments.length > 0 && arguments[0].equals("--help") ? 0 : 64);
        }
        int rounds = 3;
        Path work = Path.of(System.getProperty("java.io.tmpdir"), "zarrgo-bench");
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--work" -> work = Path.of(arguments[i + 1]).toAbsolutePath();
                default -> {
                    System.err.print(USAGE);
                    System.exit(64);
                }
            }
        }
        Path root = Path.of(System.getProperty("zarrgo.root"));
        if (arguments[0].equals("remote")) {
            new RemoteBench(root, work, rounds).run();
        } else if (arguments[0].equals("register")) {
            new RegisterBench(root, work, rounds).run();
        } else if (arguments[0].equals("ledger")) {
            new LedgerBench(root, rounds).run();
        } else if (arguments[0].equals("map")) {
            new MapBench(root, work, rounds).run();
        } else {
            new ConvertBench(root, work, rounds).run();
        }
    }
}
