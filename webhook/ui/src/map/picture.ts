import type { Extent } from "ol/extent.js";
import { boundingExtent } from "ol/extent.js";
import ImageTileSource from "ol/source/ImageTile.js";
import TileLayer from "ol/layer/Tile.js";
import { createXYZ } from "ol/tilegrid.js";
import { transform } from "ol/proj.js";
import { bandsOf, evaluate, ExpressionError, parse } from "./expression";
import type { Expression } from "./expression";
import { histogramOf, paintClasses, paintColours, paintRamp, rampTable } from "./colour";
import type { Histogram, Range } from "./colour";
import type { GeoZarrStore, Level, Variable } from "./store";
import { groundOf, groundResolution, levelFor, mapExtentOf, sample, wholeLevel } from "./raster";
import type { Frame } from "./raster";

/** How a store is to be drawn. */
export interface Look {
  /** One calculation, or three for red, green and blue, with `,` between. */
  readonly show: string;
  /** Values that become dark and bright; without one those of the preset, or the usual ones of the scene. */
  readonly range?: Range | undefined;
  readonly presetRange?: Range | undefined;
  readonly ramp: string;
}

export type Kind = "colours" | "ramp" | "classes";

/** Side of a tile on the screen. */
const TILE = 256;

const GRID = createXYZ({ tileSize: TILE, maxZoom: 20 });

/** Zoom of the tiles that a view is made of. */
export function zoomFor(resolution: number): number {
  return GRID.getZForResolution(resolution);
}

/** A level of at most this many pixels a side is fetched at once, before the tiles of the view. */
const PREVIEW = 512;

/** Results for as many tiles stay at hand, so that another stretch needs no new calculation. */
const RESULTS = 96;

/** A store as layers of the map: a coarse one that is there at once, and over it what the view needs. */
export class Picture {
  readonly kind: Kind;
  readonly variables: readonly Variable[];
  readonly extent: Extent;
  readonly layers: readonly TileLayer<PictureSource>[];
  /** From the coarsest level; empty for classes. */
  readonly histogram: Promise<Histogram | undefined>;
  private readonly channels: readonly Expression[];
  private readonly results = new Map<string, Promise<Result | undefined>>();
  private readonly pixelsPerTile: number;
  /** Zooms of which tiles were left out, as the view did not rest there. */
  private readonly passed = new Set<number>();
  private version = 0;

  /**
   * @param isWanted whether the view is made of tiles of a zoom, as soon as it rests
   * @throws ExpressionError if the look asks for what can't be read or is not there
   */
  constructor(
    readonly store: GeoZarrStore,
    private look: Look,
    pixelRatio: number,
    private readonly isWanted: (zoom: number) => Promise<boolean>,
  ) {
    this.channels = look.show.split(",").length === 3 ? look.show.split(",").map(parse) : [parse(look.show)];
    const names = new Set(this.channels.flatMap((channel) => [...bandsOf(channel)]));
    if (names.size === 0) throw new ExpressionError("name a band, for example b04");
    this.variables = [...names].map((name) => {
      const variable = store.variable(name);
      if (!variable) throw new ExpressionError(`this store has no “${name}”`);
      return variable;
    });
    const [first] = this.variables as [Variable];
    if (this.variables.some((variable) => variable.crs !== first.crs))
      throw new ExpressionError("these bands lie in different reference systems");
    this.extent = mapExtentOf(first);
    this.kind = this.kindOf(first);
    this.pixelsPerTile = pixelRatio > 1.25 ? 2 * TILE : TILE;
    this.histogram = this.kind === "classes" ? Promise.resolve(undefined) : this.measure();
    this.histogram.catch(() => undefined);
    this.layers = [this.layer(true), this.layer(false)];
    this.restyle(look);
  }

  private kindOf(first: Variable): Kind {
    if (this.channels.length === 3) return "colours";
    return this.channels[0]?.kind === "band" && first.classes.length > 0 ? "classes" : "ramp";
  }

  /** The values that are dark and bright. */
  async range(): Promise<Range> {
    return this.look.range ?? this.look.presetRange ?? (await this.histogram)?.usual ?? { low: 0, high: 1 };
  }

  /** Draws the same numbers in other colours. */
  restyle(look: Look): void {
    this.look = look;
    this.version += 1;
    for (const layer of this.layers) layer.getSource()?.use(`${look.show} ${this.version}`);
  }

  hasPassed(zoom: number): boolean {
    return this.passed.has(zoom);
  }

  /** Draws what was left out when the view passed by. */
  rest(resolution: number): void {
    if (this.passed.delete(zoomFor(resolution))) this.restyle(this.look);
  }

  /** The name of the finest level that is read for a view. */
  levelName(resolution: number, centre: number[]): string {
    const ground = this.groundAt(resolution, centre);
    const names = this.variables.map((variable) => levelFor(variable, ground)).sort((a, b) => a.pixel - b.pixel);
    return names[0]?.name ?? "";
  }

  /** Decoded values of all variables at a place, of the level that the view shows. */
  async valuesAt(coordinate: number[], resolution: number): Promise<Map<string, number>> {
    const [first] = this.variables as [Variable];
    const [x = 0, y = 0] = transform(coordinate, "EPSG:3857", first.crs);
    const ground = this.groundAt(resolution, coordinate);
    const place = { left: 0, top: 0, width: 1, height: 1, x: Float64Array.of(x), y: Float64Array.of(y) };
    const bands = new Map<string, Float32Array>();
    for (const variable of this.variables)
      bands.set(variable.name, await sample(this.store, variable, levelFor(variable, ground), place));
    const values = new Map<string, number>();
    for (const [name, value] of bands) values.set(name, value[0] as number);
    if (this.channels.length === 1 && this.channels[0]?.kind !== "band")
      values.set(this.look.show, evaluate(this.channels[0] as Expression, bands, 1)[0] as number);
    return values;
  }

  /** Units of the store per pixel of the tiles that a view is made of, at a place of the map. */
  private groundAt(resolution: number, [x = 0, y = 0]: number[]): number {
    const [first] = this.variables as [Variable];
    const tiles = GRID.getResolution(zoomFor(resolution));
    const step = (tiles * TILE) / this.pixelsPerTile;
    return groundResolution(first.crs, boundingExtent([[x - step, y - step], [x + step, y + step]]), 2);
  }

  private layer(isPreview: boolean): TileLayer<PictureSource> {
    const source = new PictureSource({
      loader: (z, x, y, { signal }) => this.tile(z, x, y, isPreview, signal),
      tileGrid: GRID,
      tileSize: this.pixelsPerTile,
      wrapX: false,
      transition: 0,
      interpolate: false,
    });
    return new TileLayer({ source, extent: this.extent, className: "picture", preload: 0 });
  }

  private async tile(z: number, x: number, y: number, isPreview: boolean, signal: AbortSignal): Promise<HTMLCanvasElement> {
    if (!isPreview) {
      await this.previewed();
      if (!(await this.isWanted(z))) {
        this.passed.add(z);
        throw new Error("the view only passed by");
      }
    }
    signal.throwIfAborted();
    const canvas = document.createElement("canvas");
    canvas.width = this.pixelsPerTile;
    canvas.height = this.pixelsPerTile;
    const result = await this.resultFor(z, x, y, isPreview);
    if (!result) return canvas;
    const range = await this.range();
    const image = new ImageData(result.width, result.height);
    this.paint(result.channels, range, image.data);
    canvas.getContext("2d")?.putImageData(image, result.left, result.top);
    return canvas;
  }

  /** The coarse level goes first: it is a picture already. */
  private async previewed(): Promise<void> {
    await this.histogram.catch(() => undefined);
    await Promise.allSettled([...this.results].filter(([key]) => key.endsWith("/true")).map(([, result]) => result));
  }

  private paint(channels: readonly Float32Array[], range: Range, pixels: Uint8ClampedArray): void {
    const [first] = channels as [Float32Array];
    switch (this.kind) {
      case "colours":
        return paintColours(channels, range, pixels);
      case "ramp":
        return paintRamp(first, range, rampTable(this.look.ramp), pixels);
      case "classes":
        return paintClasses(this.variables[0] as Variable, first, pixels);
    }
  }

  private resultFor(z: number, x: number, y: number, isPreview: boolean): Promise<Result | undefined> {
    const key = `${z}/${x}/${y}/${isPreview}`;
    let result = this.results.get(key);
    if (!result) {
      result = this.calculate(z, x, y, isPreview);
      this.results.set(key, result);
      result.catch(() => this.results.delete(key));
      const [oldest] = this.results.keys();
      if (this.results.size > RESULTS && oldest !== undefined) this.results.delete(oldest);
    }
    return result;
  }

  private async calculate(z: number, x: number, y: number, isPreview: boolean): Promise<Result | undefined> {
    const [first] = this.variables as [Variable];
    const frame: Frame = {
      extent: GRID.getTileCoordExtent([z, x, y]),
      width: this.pixelsPerTile,
      height: this.pixelsPerTile,
    };
    const ground = groundOf(first, this.extent, frame);
    if (!ground) return undefined;
    const resolution = groundResolution(first.crs, frame.extent, frame.width);
    const bands = new Map<string, Float32Array>();
    await Promise.all(
      this.variables.map(async (variable) => {
        const level = isPreview ? previewOf(variable) : levelFor(variable, resolution);
        if (level) bands.set(variable.name, await sample(this.store, variable, level, ground));
      }),
    );
    if (bands.size < this.variables.length) return undefined;
    const { left, top, width, height } = ground;
    const channels = this.channels.map((channel) => evaluate(channel, bands, width * height));
    return { left, top, width, height, channels };
  }

  private async measure(): Promise<Histogram | undefined> {
    const levels = this.variables.map((variable) => ({ variable, level: previewOf(variable) ?? (variable.levels.at(-1) as Level) }));
    const [first] = levels;
    if (!first || levels.some(({ level }) => level.shape.join() !== first.level.shape.join())) return undefined;
    const bands = new Map<string, Float32Array>();
    await Promise.all(
      levels.map(async ({ variable, level }) => bands.set(variable.name, await wholeLevel(this.store, variable, level))),
    );
    const size = first.level.shape[0] * first.level.shape[1];
    return histogramOf(this.channels.map((channel) => evaluate(channel, bands, size)));
  }
}

/** Tiles that are drawn anew when the look has changed; until then the old ones stay. */
class PictureSource extends ImageTileSource {
  use(key: string): void {
    this.setKey(key);
  }
}

interface Result {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly channels: readonly Float32Array[];
}

/** The finest level that is small enough to be fetched as a whole. */
function previewOf(variable: Variable): Level | undefined {
  return variable.levels.find(({ shape }) => Math.max(...shape) <= PREVIEW);
}
