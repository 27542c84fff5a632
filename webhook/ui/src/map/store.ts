import * as zarr from "zarrita";

/** Fetches like the platform does; the session adds who asks. */
export type Fetch = (request: Request) => Promise<Response>;

/** `[a, b, c, d, e, f]` with x = a·column + b·row + c and y = d·column + e·row + f, at pixel corners. */
export type Transform = readonly [number, number, number, number, number, number];

/** One resolution of a variable: an array and where its pixels lie. */
export interface Level {
  /** Path of the array below the store, for example `measurements/reflectance/r10m/b02`. */
  readonly path: string;
  /** Name of the level group, for example `r10m`. */
  readonly name: string;
  readonly transform: Transform;
  /** Pixels: height, width. */
  readonly shape: readonly [number, number];
  /** Side of a pixel in the units of the CRS. */
  readonly pixel: number;
}

/** A named raster of the store, at one or more resolutions, finest first. */
export interface Variable {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly levels: readonly Level[];
  readonly scale: number;
  readonly offset: number;
  /** The stored number that means "no measurement"; `NaN` where there is none. */
  readonly nodata: number;
  readonly units: string;
  readonly classes: readonly FlagClass[];
  /** Whether the classes are bits, of which a pixel may have several. */
  readonly isFlags: boolean;
  readonly crs: string;
}

/** A class of a classification, as CF's `flag_values` and `flag_meanings` state it. */
export interface FlagClass {
  readonly value: number;
  readonly meaning: string;
}

/** Numbers of one chunk, row by row, as they are stored. */
export interface Chunk {
  readonly data: ArrayLike<number>;
  /** Elements from one row to the next. */
  readonly stride: number;
}

/** What has been asked of the store so far. */
export interface Traffic {
  requests: number;
  bytes: number;
}

type Attributes = Record<string, unknown>;

interface NodeMetadata {
  node_type: "group" | "array";
  shape?: number[];
  fill_value?: unknown;
  dimension_names?: (string | null)[];
  attributes?: Attributes;
}

interface LayoutEntry {
  asset: string;
  "spatial:transform"?: number[];
  "spatial:shape"?: number[];
}

/** Bytes of decoded chunks that are kept. */
const CACHE_BYTES = 192 << 20;

/** A GeoZarr store behind HTTP: which rasters it holds, and their chunks. Nothing but range requests is asked of the server. */
export class GeoZarrStore {
  readonly traffic: Traffic = { requests: 0, bytes: 0 };
  private readonly arrays = new Map<string, Promise<OpenArray>>();
  private readonly chunks = new Map<string, { chunk: Promise<Chunk>; bytes: number }>();
  private cachedBytes = 0;

  private constructor(
    readonly url: string,
    readonly variables: readonly Variable[],
    private readonly nodes: ReadonlyMap<string, NodeMetadata>,
    private readonly fetch: Fetch,
  ) {}

  /** Reads the store's root document, which holds a copy of all others (rule R8). */
  static async open(url: string, fetch: Fetch): Promise<GeoZarrStore> {
    prepareDecoders();
    const clean = new URL(url.replace(/\/+$/, ""), location.href).href;
    const answer = await fetch(new Request(`${clean}/zarr.json`));
    if (answer.status === 404) throw new Error(`There is no store at ${clean}. It may have been removed or replaced.`);
    if (answer.status === 401 || answer.status === 403) throw new Error("This store needs the right to read it. Log in and try again.");
    if (!answer.ok) throw new Error(`The store answered ${answer.status} ${answer.statusText}.`);
    const text = await answer.text();
    const root = JSON.parse(text) as NodeMetadata & { consolidated_metadata?: { metadata?: Record<string, NodeMetadata> } };
    const metadata = root.consolidated_metadata?.metadata;
    if (!metadata) throw new Error("The store has no consolidated metadata, so it can't be read without listing it.");
    const nodes = new Map(Object.entries(metadata));
    nodes.set("", root);
    const store = new GeoZarrStore(clean, variablesOf(nodes), nodes, fetch);
    store.traffic.requests = 1;
    store.traffic.bytes = Number(answer.headers.get("content-length") ?? text.length);
    return store;
  }

  variable(name: string): Variable | undefined {
    return this.variables.find((variable) => variable.name === name);
  }

  attributes(path: string): Attributes {
    return this.nodes.get(path)?.attributes ?? {};
  }

  /** How an array is cut: rows and columns of a chunk. */
  async chunkShape(level: Level): Promise<readonly [number, number]> {
    return (await this.array(level)).chunkShape;
  }

  /** One chunk, from the cache or the server. */
  chunk(level: Level, row: number, column: number): Promise<Chunk> {
    const key = `${level.path}/${row}/${column}`;
    const known = this.chunks.get(key);
    if (known) {
      this.chunks.delete(key); // to the end: the first one is the longest unused
      this.chunks.set(key, known);
      return known.chunk;
    }
    const entry = { chunk: this.load(level, row, column), bytes: 0 };
    this.chunks.set(key, entry);
    entry.chunk.then(
      (chunk) => {
        entry.bytes = (chunk.data as unknown as ArrayBufferView).byteLength;
        this.cachedBytes += entry.bytes;
        this.evict();
      },
      () => this.chunks.delete(key),
    );
    return entry.chunk;
  }

  private evict(): void {
    for (const [key, entry] of this.chunks) {
      if (this.cachedBytes <= CACHE_BYTES) return;
      if (entry.bytes > 0) {
        this.chunks.delete(key);
        this.cachedBytes -= entry.bytes;
      }
    }
  }

  private async load(level: Level, row: number, column: number): Promise<Chunk> {
    const { read } = await this.array(level);
    return read(row, column);
  }

  private array(level: Level): Promise<OpenArray> {
    let array = this.arrays.get(level.path);
    if (!array) {
      array = this.openArray(level);
      this.arrays.set(level.path, array);
      array.catch(() => this.arrays.delete(level.path));
    }
    return array;
  }

  private async openArray(level: Level): Promise<OpenArray> {
    const array = await zarr.open.v3(zarr.root(this.readable()).resolve(level.path), { kind: "array" });
    const [rows = 1, columns = 1] = array.chunks.slice(-2);
    const leading = array.shape.slice(0, -2).map(() => 0);
    return {
      chunkShape: [rows, columns],
      read: async (row, column) => {
        const chunk = await array.getChunk([...leading, row, column]);
        return { data: chunk.data as unknown as ArrayLike<number>, stride: columns };
      },
    };
  }

  /** The bytes behind the store; metadata come from the root document. */
  private readable(): Required<Pick<zarr.AsyncReadable, "get" | "getRange">> {
    const remote = zarr.withRangeCoalescing(
      new zarr.FetchStore(this.url, { fetch: (request) => this.count(request), useSuffixRequest: true }),
    );
    const suffix = "/zarr.json";
    return {
      get: async (key, options) => {
        if (key.endsWith(suffix)) {
          const node = this.nodes.get(key.slice(1, -suffix.length));
          return node && new TextEncoder().encode(JSON.stringify(node));
        }
        return remote.get(key, options);
      },
      getRange: (key, range, options) => remote.getRange(key, range, options),
    };
  }

  private async count(request: Request): Promise<Response> {
    const answer = await this.fetch(request);
    this.traffic.requests += 1;
    this.traffic.bytes += Number(answer.headers.get("content-length") ?? 0);
    return answer;
  }
}

/** Decoders are loaded while the metadata come. Where one is missing, the chunk that needs it says so. */
function prepareDecoders(): void {
  void import("../codec/blosc").catch(() => undefined);
  void import("../codec/zstd").then(({ decoder }) => decoder()).catch(() => undefined);
}

interface OpenArray {
  readonly chunkShape: readonly [number, number];
  read(row: number, column: number): Promise<Chunk>;
}

/** The rasters of a store: those of its multiscale groups, and those of single groups with a place on the ground. */
function variablesOf(nodes: ReadonlyMap<string, NodeMetadata>): Variable[] {
  const variables: Variable[] = [];
  const levelGroups = new Set<string>();
  const groups = [...nodes].filter(([, node]) => node.node_type === "group");
  for (const [path, node] of groups) {
    const layout = (node.attributes?.["multiscales"] as { layout?: LayoutEntry[] } | undefined)?.layout;
    if (!layout) continue;
    for (const { asset } of layout) levelGroups.add(`${path}/${asset}`);
    variables.push(...variablesOfGroup(path, crsOf(node), layout, nodes));
  }
  const siblings = new Map<string, LayoutEntry[]>();
  for (const [path, node] of groups) {
    if (!node.attributes?.["spatial:transform"] || levelGroups.has(path) || node.attributes["multiscales"]) continue;
    const [, parent = path, asset = ""] = LEVEL_NAME.exec(path) ?? [];
    siblings.set(parent, [...(siblings.get(parent) ?? []), { asset }]);
  }
  for (const [parent, layout] of siblings) {
    const first = nodes.get(layout[0]?.asset ? `${parent}/${layout[0].asset}` : parent);
    if (first) variables.push(...variablesOfGroup(parent, crsOf(first), layout, nodes));
  }
  return withDistinctNames(variables);
}

/** Groups of one resolution side by side, such as `quality/atmosphere/r20m`, belong together without saying so. */
const LEVEL_NAME = /^(.+)\/(r\d+m?)$/;

function crsOf(node: NodeMetadata): string {
  return String(node.attributes?.["proj:code"] ?? "");
}

function variablesOfGroup(
  group: string,
  crs: string,
  layout: readonly LayoutEntry[],
  nodes: ReadonlyMap<string, NodeMetadata>,
): Variable[] {
  const levels = new Map<string, Level[]>();
  for (const entry of layout) {
    const folder = entry.asset ? `${group}/${entry.asset}` : group;
    const transform = (entry["spatial:transform"] ?? nodes.get(folder)?.attributes?.["spatial:transform"]) as
      | Transform
      | undefined;
    if (!transform || crs === "") continue;
    for (const [path, node] of nodes) {
      if (!path.startsWith(`${folder}/`) || path.indexOf("/", folder.length + 1) >= 0) continue;
      if (node.node_type !== "array" || (node.shape?.length ?? 0) < 2) continue;
      const [height = 0, width = 0] = node.shape?.slice(-2) ?? [];
      const name = path.slice(folder.length + 1);
      const level: Level = {
        path,
        name: entry.asset || lastSegment(group),
        transform,
        shape: [height, width],
        pixel: Math.abs(transform[0]),
      };
      levels.set(name, [...(levels.get(name) ?? []), level]);
    }
  }
  return [...levels].map(([name, list]) => {
    const sorted = list.sort((a, b) => a.pixel - b.pixel);
    const finest = nodes.get(sorted[0]?.path ?? "");
    return { name, group, crs, levels: sorted, ...valuesOf(name, finest) };
  });
}

function valuesOf(name: string, node: NodeMetadata | undefined) {
  const attributes = node?.attributes ?? {};
  const masks = attributes["flag_masks"] as number[] | undefined;
  const values = masks ?? (attributes["flag_values"] as number[] | undefined);
  const meanings = attributes["flag_meanings"] as string | string[] | undefined;
  const names = typeof meanings === "string" ? meanings.split(/\s+/) : (meanings ?? []);
  return {
    title: String(attributes["long_name"] ?? name),
    scale: Number(attributes["scale_factor"] ?? 1),
    offset: Number(attributes["add_offset"] ?? 0),
    nodata: numberOf(attributes["_FillValue"] ?? NaN),
    units: String(attributes["units"] ?? ""),
    isFlags: masks !== undefined,
    classes: (values ?? []).map((value, i) => ({ value, meaning: (names[i] ?? String(value)).replaceAll("_", " ") })),
  };
}

/** `_FillValue` of float arrays is base64 (rule R33), and that of floats is NaN. */
function numberOf(value: unknown): number {
  return typeof value === "number" ? value : NaN;
}

function withDistinctNames(variables: Variable[]): Variable[] {
  const seen = new Map<string, number>();
  for (const { name } of variables) seen.set(name, (seen.get(name) ?? 0) + 1);
  const taken = new Set<string>();
  return variables.map((variable) => {
    const plain = (seen.get(variable.name) ?? 0) === 1 || (!taken.has(variable.name) && variable.group.startsWith("measurements"));
    const name = plain ? variable.name : `${lastSegment(variable.group)}_${variable.name}`;
    taken.add(name);
    return { ...variable, name };
  });
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
