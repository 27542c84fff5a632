/**
 * Decodes one block of LZ4.
 *
 * Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function lz4(bytes: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(size);
  let at = 0;
  let to = 0;
  const length = (start: number) => {
    let sum = start;
    if (start === 15) {
      let more;
      do {
        more = bytes[at++] ?? 0;
        sum += more;
      } while (more === 255);
    }
    return sum;
  };
  while (at < bytes.length) {
    const token = bytes[at++] as number;
    const literals = length(token >> 4);
    result.set(bytes.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at >= bytes.length) break;
    const distance = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    at += 2;
    const count = length(token & 15) + 4;
    if (distance === 0 || distance > to || to + count > size) throw new Error("an LZ4 block is damaged");
    for (let i = 0; i < count; i++, to++) result[to] = result[to - distance] as number;
  }
  if (to !== size) throw new Error("an LZ4 block is cut off");
  return result;
}

/** Chunks that are plain LZ4: the decoded size, then one block. */
export default class Lz4 {
  static readonly codecId = "lz4";
  readonly kind = "bytes_to_bytes";

  static fromConfig(): Lz4 {
    return new Lz4();
  }

  encode(): never {
    throw new Error("stores are only read here");
  }

  decode(bytes: Uint8Array): Uint8Array {
    return lz4(bytes.subarray(4), new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true));
  }
}
