"""Makes the fixtures chunks.bin and chunks.json: chunks of every form that rule I8 names.

    cat chunk_makers.py make_chunks.py | python - FOLDER

Needs numcodecs 0.17 (c-blosc 1.21) and google-crc32c.
"""
chunks = Collection()

# Every compressor, shuffle and element size; blocks of 200 elements, the last one of 193.
for cname in ["zstd", "lz4", "lz4hc", "zlib", "blosclz"]:
    for shuffle in SHUFFLES:
        for size in [1, 2, 4, 8]:
            chunks.add(f"{cname} {shuffle} {size}", "wave", 793, size,
                       [("blosc", dict(cname=cname, clevel=5, shuffle=shuffle, blocksize=2048, typesize=size))])

# Blocks split against the habit of their compressor.
for size in [2, 4, 8]:
    for shuffle in SHUFFLES:
        chunks.add(f"split zstd {shuffle} {size}", "wave", 793, size,
                   [("blosc", dict(cname="zstd", clevel=3, shuffle=shuffle, blocksize=128 * size, typesize=size,
                                   split="ALWAYS"))])
        chunks.add(f"unsplit lz4 {shuffle} {size}", "wave", 793, size,
                   [("blosc", dict(cname="lz4", clevel=3, shuffle=shuffle, blocksize=128 * size, typesize=size,
                                   split="NEVER"))])

# A block is stored as it is where it does not shrink: some of these are, whole frames and single streams.
for clevel in [0, 1]:
    for shuffle in SHUFFLES:
        chunks.add(f"noise {shuffle} clevel {clevel}", "noise", 700, 2,
                   [("blosc", dict(cname="zstd", clevel=clevel, shuffle=shuffle, blocksize=0, typesize=2))])
chunks.add("noise in the low bytes", "wave", 4096, 4,
           [("blosc", dict(cname="lz4", clevel=1, shuffle="shuffle", blocksize=2048, typesize=4))])

# Too small to be compressed at all, and just large enough.
for count in [1, 7, 8, 63, 64, 65]:
    chunks.add(f"{count} elements", "sparse", count, 2,
               [("blosc", dict(cname="zstd", clevel=5, shuffle="bitshuffle", blocksize=0, typesize=2))])

# Whole blocks that bit shuffle leaves alone, because their number of elements is no multiple of 8.
chunks.add("305 x 305 bytes", "sparse", 305 * 305, 1,
           [("blosc", dict(cname="zstd", clevel=3, shuffle="bitshuffle", blocksize=0, typesize=1))])
chunks.add("305 x 305 pairs", "sparse", 305 * 305, 2,
           [("blosc", dict(cname="zstd", clevel=3, shuffle="bitshuffle", blocksize=0, typesize=2))])
chunks.add("constant in many blocks", "constant", 40000, 2,
           [("blosc", dict(cname="zstd", clevel=3, shuffle="bitshuffle", blocksize=8192, typesize=2))])

# Frames whose element size is not that of the array; the last block ends inside an element.
for size, typesize in [(2, 1), (4, 1), (8, 1), (2, 4), (2, 3), (4, 8), (8, 16), (16, 8), (1, 4), (4, 200)]:
    for shuffle in SHUFFLES:
        for cname in ["zstd", "lz4"]:
            chunks.add(f"{cname} {shuffle} {typesize} for {size}", "wave", 813, size,
                       [("blosc", dict(cname=cname, clevel=5, shuffle=shuffle, blocksize=1024, typesize=typesize))])
# ... and leaves whole groups of eight elements beside the rest of one.
for shuffle in SHUFFLES:
    chunks.add(f"rest of an element {shuffle}", "wave", 256 + 32 + 1, 2,
               [("blosc", dict(cname="zstd", clevel=5, shuffle=shuffle, blocksize=512, typesize=4))])

# Matches over more than 8191 bytes.
chunks.add("far matches", "repeat", 20000, 1,
           [("blosc", dict(cname="blosclz", clevel=9, shuffle="noshuffle", blocksize=20000, typesize=1))])
chunks.add("long matches", "constant", 20000, 2,
           [("blosc", dict(cname="blosclz", clevel=9, shuffle="noshuffle", blocksize=40000, typesize=2))])

# Most significant byte first, and two words an element.
for size in [2, 4, 8]:
    for shuffle in SHUFFLES:
        chunks.add(f"big-endian {shuffle} {size}", "wave", 999, size,
                   [("blosc", dict(cname="zstd", clevel=5, shuffle=shuffle, blocksize=1024, typesize=size))], "big")
    chunks.add(f"big-endian plain {size}", "wave", 99, size, [], "big")
chunks.add("complex", "wave", 300, 16, [("zstd", dict(level=1))])
chunks.add("complex big-endian", "wave", 300, 16, [("gzip", dict(compresslevel=1))], "big")

# One stream.
for size in [1, 2, 4, 8]:
    chunks.add(f"plain {size}", "wave", 301, size, [])
    chunks.add(f"zstd {size}", "wave", 793, size, [("zstd", dict(level=3))])
    chunks.add(f"zstd checksum {size}", "wave", 793, size, [("zstd", dict(level=3, checksum=True))])
    chunks.add(f"gzip {size}", "wave", 793, size, [("gzip", dict(compresslevel=6))])
    chunks.add(f"zlib {size}", "wave", 793, size, [("zlib", dict(level=6))])
    chunks.add(f"crc32c {size}", "wave", 305, size, [("crc32c",)])
chunks.add("zstd of noise", "noise", 1000, 2, [("zstd", dict(level=1))])

# Chains.
zstd, gzip, crc = ("zstd", dict(level=3)), ("gzip", dict(compresslevel=6)), ("crc32c",)
bitshuffled = ("blosc", dict(cname="zstd", clevel=5, shuffle="bitshuffle", blocksize=1024, typesize=2))
stored = ("blosc", dict(cname="zstd", clevel=0, shuffle="shuffle", blocksize=0, typesize=2))
for name, stages in {
        "zstd crc32c": [zstd, crc],
        "crc32c zstd": [crc, zstd],
        "blosc crc32c": [bitshuffled, crc],
        "blosc crc32c crc32c": [bitshuffled, crc, crc],
        "gzip zstd": [gzip, zstd],
        "zstd gzip": [zstd, gzip],
        "blosc gzip": [bitshuffled, gzip],
        "gzip blosc": [gzip, bitshuffled],
        "zstd stored blosc": [zstd, stored],
        "crc32c blosc": [crc, stored],
        "gzip zstd crc32c": [gzip, zstd, crc]}.items():
    chunks.add(name, "wave", 1001, 2, stages)

chunks.write(sys.argv[1])
