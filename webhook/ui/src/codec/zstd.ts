import { ZSTDDecoder } from "zstddec";

const instance = new ZSTDDecoder();
let ready: Promise<void> | undefined;

/** The decoder, once its WebAssembly is loaded. */
export async function decoder(): Promise<ZSTDDecoder> {
  ready ??= instance.init();
  await ready;
  return instance;
}

/** Chunks that are plain zstd. */
export default class Zstd {
  static readonly codecId = "zstd";
  readonly kind = "bytes_to_bytes";

  static fromConfig(): Zstd {
    return new Zstd();
  }

  encode(): never {
    throw new Error("stores are only read here");
  }

  async decode(bytes: Uint8Array): Promise<Uint8Array> {
    return (await decoder()).decode(bytes);
  }
}
