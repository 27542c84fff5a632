import type { TransformFunction } from "ol/proj.js";
import { get, getTransform, transformExtent } from "ol/proj.js";
import type { Extent } from "ol/extent.js";
import { getIntersection, isEmpty } from "ol/extent.js";
import type { Chunk, GeoZarrStore, Level, Variable } from "./store";

/** Where a picture lies: its edges in map coordinates, and its pixels. */
export interface Frame {
  readonly extent: Extent;
  readonly width: number;
  readonly height: number;
}

/** Coordinates of the store for each pixel of a window of a frame, row by row. */
export interface Ground {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const MAP = "EPSG:3857";

/** Pixels between two exactly transformed points; between them the error is far below a pixel. */
const LATTICE = 16;

/** How much larger than a pixel of the screen a pixel of the store may be before a finer level is read. */
const COARSENESS = 1.25;

/** Edges of a variable in the units of its CRS. */
export function extentOf(variable: Variable): Extent {
  const [finest] = variable.levels;
  if (!finest) return [0, 0, 0, 0];
  const [a, , c, , e, f] = finest.transform;
  const [height, width] = finest.shape;
  return [Math.min(c, c + a * width), Math.min(f, f + e * height), Math.max(c, c + a * width), Math.max(f, f + e * height)];
}

/** Edges of a variable on the map. */
export function mapExtentOf(variable: Variable): Extent {
  toStore(variable.crs);
  return transformExtent(extentOf(variable), variable.crs, MAP, 21);
}

/** The coarsest level that is fine enough, or the finest there is. */
export function levelFor(variable: Variable, resolution: number): Level {
  const fineEnough = variable.levels.filter((level) => level.pixel <= resolution * COARSENESS);
  const level = fineEnough.at(-1) ?? variable.levels[0];
  if (!level) throw new Error(`${variable.name} has no level`);
  return level;
}

/** From the map to the store's reference system: UTM zones, EPSG:4326 and EPSG:3857. */
function toStore(crs: string): TransformFunction {
  const known = get(crs) && getTransform(MAP, crs);
  if (!known) throw new Error(`The map can't draw in the reference system ${crs}.`);
  return known;
}

/** Units of the store's CRS per pixel at the middle of a frame. */
export function groundResolution(crs: string, extent: Extent, width: number): number {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = extent;
  const middle = [(x0 + x1) / 2, (y0 + y1) / 2];
  const step = (x1 - x0) / width;
  const there = toStore(crs)([middle[0] as number, middle[1] as number, (middle[0] as number) + step, middle[1] as number], undefined, 2);
  return Math.hypot((there[2] as number) - (there[0] as number), (there[3] as number) - (there[1] as number));
}

/** The part of a frame that the variable covers, with a place on the ground for each of its pixels. */
export function groundOf(variable: Variable, covered: Extent, frame: Frame): Ground | undefined {
  const common = getIntersection(frame.extent, covered);
  if (isEmpty(common)) return undefined;
  const [x0 = 0, , x1 = 0, y1 = 0] = frame.extent;
  const step = (x1 - x0) / frame.width;
  const left = Math.max(0, Math.floor(((common[0] as number) - x0) / step));
  const right = Math.min(frame.width, Math.ceil(((common[2] as number) - x0) / step));
  const top = Math.max(0, Math.floor((y1 - (common[3] as number)) / step));
  const bottom = Math.min(frame.height, Math.ceil((y1 - (common[1] as number)) / step));
  const width = right - left;
  const height = bottom - top;
  if (width < 1 || height < 1) return undefined;

  const columns = Math.ceil(width / LATTICE) + 1;
  const rows = Math.ceil(height / LATTICE) + 1;
  const points: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      points.push(x0 + (left + column * LATTICE + 0.5) * step, y1 - (top + row * LATTICE + 0.5) * step);
    }
  }
  const nodes = toStore(variable.crs)(points, undefined, 2);
  const x = new Float64Array(width * height);
  const y = new Float64Array(width * height);
  for (let row = 0; row < height; row++) {
    const nodeRow = Math.floor(row / LATTICE);
    const v = row / LATTICE - nodeRow;
    for (let column = 0; column < width; column++) {
      const nodeColumn = Math.floor(column / LATTICE);
      const u = column / LATTICE - nodeColumn;
      const upper = 2 * (nodeRow * columns + nodeColumn);
      const lower = upper + 2 * columns;
      const i = row * width + column;
      x[i] = mix(nodes, upper, lower, u, v);
      y[i] = mix(nodes, upper + 1, lower + 1, u, v);
    }
  }
  return { left, top, width, height, x, y };
}

function mix(nodes: number[], upper: number, lower: number, u: number, v: number): number {
  const above = (nodes[upper] as number) * (1 - u) + (nodes[upper + 2] as number) * u;
  const below = (nodes[lower] as number) * (1 - u) + (nodes[lower + 2] as number) * u;
  return above * (1 - v) + below * v;
}

/** Decoded values of a variable at places on the ground, of the pixel in which each lies; NaN outside and for nodata. */
export async function sample(store: GeoZarrStore, variable: Variable, level: Level, ground: Ground): Promise<Float32Array> {
  const [chunkRows, chunkColumns] = await store.chunkShape(level);
  const [height, width] = level.shape;
  const [a, , c, , e, f] = level.transform;
  const gridColumns = Math.ceil(width / chunkColumns);
  const size = ground.x.length;
  const pixels = new Int32Array(size);
  const needed = new Map<number, Promise<Chunk>>();
  for (let i = 0; i < size; i++) {
    const column = Math.floor(((ground.x[i] as number) - c) / a);
    const row = Math.floor(((ground.y[i] as number) - f) / e);
    if (!(column >= 0 && row >= 0 && column < width && row < height)) {
      pixels[i] = -1;
      continue;
    }
    pixels[i] = row * width + column;
    const chunkRow = Math.floor(row / chunkRows);
    const chunkColumn = Math.floor(column / chunkColumns);
    const key = chunkRow * gridColumns + chunkColumn;
    if (!needed.has(key)) needed.set(key, store.chunk(level, chunkRow, chunkColumn));
  }
  const chunks = new Map<number, Chunk>();
  await Promise.all([...needed].map(async ([key, chunk]) => chunks.set(key, await chunk)));

  const values = new Float32Array(size).fill(NaN);
  let currentKey = -1;
  let current: Chunk | undefined;
  for (let i = 0; i < size; i++) {
    const pixel = pixels[i] as number;
    if (pixel < 0) continue;
    const row = Math.floor(pixel / width);
    const column = pixel - row * width;
    const chunkRow = Math.floor(row / chunkRows);
    const chunkColumn = Math.floor(column / chunkColumns);
    const key = chunkRow * gridColumns + chunkColumn;
    if (key !== currentKey) {
      currentKey = key;
      current = chunks.get(key);
    }
    if (!current) continue;
    const stored = current.data[(row - chunkRow * chunkRows) * current.stride + column - chunkColumn * chunkColumns] as number;
    if (stored !== variable.nodata) values[i] = stored * variable.scale + variable.offset;
  }
  return values;
}

/** All decoded values of one level, row by row. For small levels. */
export async function wholeLevel(store: GeoZarrStore, variable: Variable, level: Level): Promise<Float32Array> {
  const [height, width] = level.shape;
  const [a, , c, , e, f] = level.transform;
  const x = new Float64Array(width * height);
  const y = new Float64Array(width * height);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      x[i] = c + a * (column + 0.5);
      y[i] = f + e * (row + 0.5);
    }
  }
  return sample(store, variable, level, { left: 0, top: 0, width, height, x, y });
}
