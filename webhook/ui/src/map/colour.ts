import type { FlagClass, Variable } from "./store";

/** Red, green, blue: 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Values that become black and white, or the two ends of a ramp. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Colour ramps by name, as points that are joined by straight lines. */
export const RAMPS: Readonly<Record<string, readonly string[]>> = {
  viridis: ["440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"],
  greys: ["000000", "ffffff"],
  vegetation: ["7f3b08", "b9772f", "e5c494", "f6f1d5", "b8dc8c", "5aae4b", "1b7837", "00441b"],
  water: ["8c510a", "d8b365", "f6e8c3", "f5f5f5", "c7eae5", "5ab4ac", "2166ac", "053061"],
  heat: ["000004", "320a5e", "781c6d", "bc3754", "ed6925", "fbb61a", "fcffa4"],
  snow: ["3b2f2f", "8d6e63", "d7ccc8", "e0f7fa", "80deea", "29b6f6", "0277bd"],
};

/** The colours that ESA gives the scene classes of Sentinel-2, by value. */
const SCENE_CLASSES = [
  "000000", "ff0000", "2f2f2f", "643200", "00a000", "ffe65a", "0000ff", "808080", "c0c0c0", "ffffff", "64c8ff", "ff96ff",
];

/** Colours for classes that come without any: easy to tell apart, also for those who see few colours. */
const DISTINCT = ["4477aa", "ee6677", "228833", "ccbb44", "66ccee", "aa3377", "bbbbbb", "ee8866", "44bb99", "ffaabb", "99ddff", "77aadd"];

export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour of each class of a variable. */
export function classColours(variable: Variable): Map<number, Rgb> {
  const colours = variable.name === "scl" ? SCENE_CLASSES : DISTINCT;
  return new Map(variable.classes.map(({ value }, i) => [value, rgb(colours[i % colours.length] as string)]));
}

/** The class of a stored value; of several bits the lowest. */
export function classOf(variable: Variable, value: number): FlagClass | undefined {
  return variable.classes.find((one) => (variable.isFlags ? (value & one.value) !== 0 : value === one.value));
}

/** 256 colours of a ramp. */
export function rampTable(name: string): Uint8ClampedArray {
  const points = (RAMPS[name] ?? RAMPS["viridis"] ?? []).map(rgb);
  const table = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (points.length - 1);
    const lower = Math.min(Math.floor(at), points.length - 2);
    for (let band = 0; band < 3; band++) {
      const from = points[lower]?.[band] ?? 0;
      const to = points[lower + 1]?.[band] ?? 0;
      table[3 * i + band] = from + (to - from) * (at - lower);
    }
  }
  return table;
}

/** 0 to 255; values outside the range become its ends. */
function step(value: number, { low, high }: Range): number {
  const scaled = ((value - low) / (high - low)) * 255;
  return scaled <= 0 ? 0 : scaled >= 255 ? 255 : Math.round(scaled);
}

/** Three channels as red, green and blue. A pixel that lacks one of them is transparent. */
export function paintColours(channels: readonly Float32Array[], range: Range, pixels: Uint8ClampedArray): void {
  const [red, green, blue] = channels as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < red.length; i++) {
    const r = red[i] as number;
    const g = green[i] as number;
    const b = blue[i] as number;
    if (Number.isNaN(r + g + b)) continue;
    pixels[4 * i] = step(r, range);
    pixels[4 * i + 1] = step(g, range);
    pixels[4 * i + 2] = step(b, range);
    pixels[4 * i + 3] = 255;
  }
}

/** One channel along a ramp. */
export function paintRamp(channel: Float32Array, range: Range, table: Uint8ClampedArray, pixels: Uint8ClampedArray): void {
  for (let i = 0; i < channel.length; i++) {
    const value = channel[i] as number;
    if (Number.isNaN(value)) continue;
    const at = 3 * step(value, range);
    pixels[4 * i] = table[at] as number;
    pixels[4 * i + 1] = table[at + 1] as number;
    pixels[4 * i + 2] = table[at + 2] as number;
    pixels[4 * i + 3] = 255;
  }
}

/** Classes in their colours; no data (class 0 of a classification, no bit of flags) is transparent. */
export function paintClasses(variable: Variable, channel: Float32Array, pixels: Uint8ClampedArray): void {
  const colours = classColours(variable);
  const table = new Map<number, Rgb | undefined>();
  for (let i = 0; i < channel.length; i++) {
    const value = channel[i] as number;
    if (!(value > 0)) continue;
    if (!table.has(value)) table.set(value, colours.get(classOf(variable, value)?.value ?? NaN));
    const colour = table.get(value);
    if (!colour) continue;
    pixels[4 * i] = colour[0];
    pixels[4 * i + 1] = colour[1];
    pixels[4 * i + 2] = colour[2];
    pixels[4 * i + 3] = 255;
  }
}

/** How often values fall into equal parts of a range. */
export interface Histogram {
  readonly range: Range;
  readonly counts: readonly Uint32Array[];
  /** Below these lie 2 % and 98 % of all values. */
  readonly usual: Range;
}

const BINS = 128;

export function histogramOf(channels: readonly Float32Array[]): Histogram | undefined {
  const all = channels.flatMap((channel) => [...channel.filter((value) => Number.isFinite(value))]);
  if (all.length === 0) return undefined;
  const sorted = Float32Array.from(all).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number;
  const usual = widened(at(0.02), at(0.98));
  const range = widened(at(0.0005), at(0.9995));
  const counts = channels.map((channel) => {
    const bins = new Uint32Array(BINS);
    for (const value of channel) {
      const bin = Math.floor(((value - range.low) / (range.high - range.low)) * BINS);
      if (bin >= 0 && bin < BINS) bins[bin] = (bins[bin] as number) + 1;
    }
    return bins;
  });
  return { range, counts, usual };
}

function widened(low: number, high: number): Range {
  return high > low ? { low, high } : { low: low - 0.5, high: low + 0.5 };
}
