"""Random chunks in random forms: random_chunks.py FOLDER SEED COUNT, behind chunk_makers.py."""
folder, seed, wanted = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random = np.random.default_rng(seed)


def pick(options):
    return options[int(random.integers(len(options)))]


def stage(size):
    name = pick(["blosc", "blosc", "blosc", "zstd", "gzip", "zlib", "crc32c"])
    if name == "blosc":
        return (name, dict(
            cname=pick(["zstd", "lz4", "lz4hc", "zlib", "blosclz"]), clevel=int(random.integers(10)),
            shuffle=pick(list(SHUFFLES)), blocksize=pick([0, 0, 256, 1000, 4096, 65536]),
            typesize=pick([size, size, size, 1, 2, 3, 4, 8]), split=pick(["", "NEVER", "AUTO"])))
    level = int(random.integers(1, 10))
    return (name, {"zstd": dict(level=level), "gzip": dict(compresslevel=level), "zlib": dict(level=level),
                   "crc32c": {}}[name])


chunks = Collection()
for number in range(wanted):
    size = pick([1, 2, 4, 8])
    count = int(random.integers(1, pick([20, 300, 3000, 40000])))
    stages = [stage(size) for _ in range(pick([1, 1, 1, 2, 3]))]
    chunks.add(f"{number}: {stages}", pick(["noise", "wave", "sparse", "constant", "repeat"]), count, size, stages,
               pick(["little", "big"]))
chunks.write(folder)
