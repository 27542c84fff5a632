import { lz4 } from "./lz4";
import { decoder } from "./zstd";

/**
 * Frames of blosc 1, decoded without generated code: the policy of the page forbids `eval`, which the usual
 * WebAssembly build of c-blosc needs.
 *
 * Source: https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst
 */
export default class Blosc {
  static readonly codecId = "blosc";
  readonly kind = "bytes_to_bytes";

  static fromConfig(): Blosc {
    return new Blosc();
  }

  encode(): never {
    throw new Error("stores are only read here");
  }

  async decode(frame: Uint8Array): Promise<Uint8Array> {
    const header = headerOf(frame);
    if ((header.flags & STORED) !== 0) return frame.slice(HEADER_BYTES, HEADER_BYTES + header.bytes);
    const inflate = await decompressor(header.flags >> 5);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const result = new Uint8Array(header.bytes);
    for (let start = 0, block = 0; start < header.bytes; start += header.blockBytes, block++) {
      const size = Math.min(header.blockBytes, header.bytes - start);
      const shuffled = readBlock(frame, view, view.getInt32(HEADER_BYTES + 4 * block, true), size, header, inflate);
      unshuffle(shuffled, result.subarray(start, start + size), header);
    }
    return result;
  }
}

interface Header {
  readonly flags: number;
  readonly typeBytes: number;
  readonly bytes: number;
  readonly blockBytes: number;
}

const HEADER_BYTES = 16;
const BYTE_SHUFFLE = 0x01;
const STORED = 0x02;
const BIT_SHUFFLE = 0x04;
const NOT_SPLIT = 0x10;
const MAX_SPLITS = 16;
const MIN_SPLIT_ELEMENTS = 128;

function headerOf(frame: Uint8Array): Header {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < HEADER_BYTES || view.getInt32(12, true) !== frame.length) throw new Error("a blosc frame is cut off");
  return {
    flags: view.getUint8(2),
    typeBytes: view.getUint8(3),
    bytes: view.getInt32(4, true),
    blockBytes: view.getInt32(8, true),
  };
}

type Decompress = (bytes: Uint8Array, size: number) => Uint8Array;

async function decompressor(compressor: number): Promise<Decompress> {
  switch (compressor) {
    case 1:
      return lz4;
    case 4: {
      const zstd = await decoder();
      return (bytes, size) => zstd.decode(bytes, size);
    }
    default:
      throw new Error(`blosc's compressor ${["blosclz", "", "snappy", "zlib"][compressor] ?? compressor} is not read here; zstd and lz4 are`);
  }
}

/** A block holds one stream, or one for each byte of an element. */
function readBlock(frame: Uint8Array, view: DataView, start: number, size: number, header: Header, inflate: Decompress): Uint8Array {
  const { flags, typeBytes, blockBytes } = header;
  const isSplit =
    (flags & NOT_SPLIT) === 0 && typeBytes <= MAX_SPLITS && blockBytes / typeBytes >= MIN_SPLIT_ELEMENTS && size === blockBytes;
  const streams = isSplit ? typeBytes : 1;
  const streamBytes = size / streams;
  const block = new Uint8Array(size);
  let at = start;
  for (let i = 0; i < streams; i++) {
    const count = view.getInt32(at, true);
    at += 4;
    const stored = frame.subarray(at, at + count);
    block.set(count === streamBytes ? stored : inflate(stored, streamBytes), i * streamBytes);
    at += count;
  }
  return block;
}

function unshuffle(block: Uint8Array, target: Uint8Array, { flags, typeBytes }: Header): void {
  const elements = Math.floor(block.length / typeBytes);
  if ((flags & BIT_SHUFFLE) !== 0 && elements % 8 === 0) unshuffleBits(block, target, typeBytes, elements);
  else if ((flags & BYTE_SHUFFLE) !== 0 && (flags & BIT_SHUFFLE) === 0 && typeBytes > 1) unshuffleBytes(block, target, typeBytes, elements);
  else return target.set(block);
  target.set(block.subarray(elements * typeBytes), elements * typeBytes);
}

function unshuffleBytes(block: Uint8Array, target: Uint8Array, typeBytes: number, elements: number): void {
  for (let byte = 0; byte < typeBytes; byte++) {
    const from = byte * elements;
    for (let i = 0, to = byte; i < elements; i++, to += typeBytes) target[to] = block[from + i] as number;
  }
}

/** Bit `i` of byte `k` in bit row `r` is bit `r` of element `8 k + i`. */
function unshuffleBits(block: Uint8Array, target: Uint8Array, typeBytes: number, elements: number): void {
  const rowBytes = elements / 8;
  target.fill(0, 0, elements * typeBytes);
  for (let row = 0; row < 8 * typeBytes; row++) {
    const byte = row >> 3;
    const bit = 1 << (row & 7);
    for (let k = 0; k < rowBytes; k++) {
      const bits = block[row * rowBytes + k] as number;
      if (bits === 0) continue;
      for (let i = 0; i < 8; i++) {
        if ((bits & (1 << i)) === 0) continue;
        const to = (8 * k + i) * typeBytes + byte;
        target[to] = (target[to] as number) | bit;
      }
    }
  }
}
