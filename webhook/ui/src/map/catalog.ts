import type { Settings } from "../settings";
import type { Fetch } from "./store";

/** A STAC item, as far as the map uses it. */
export interface Item {
  readonly id: string;
  readonly collection: string;
  readonly geometry: GeoJSON.Geometry | null;
  readonly bbox: number[];
  readonly properties: Record<string, unknown>;
  readonly links: readonly { rel: string; href: string; title?: string; type?: string }[];
  readonly assets: Readonly<Record<string, { href: string; type?: string; roles?: string[]; title?: string }>>;
}

export interface Collection {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
}

/** What is looked for. */
export interface Search {
  readonly collection: string;
  /** Days, `2025-10-08`; empty for any. */
  readonly from: string;
  readonly to: string;
  /** At most so many percent of clouds; 100 for any. */
  readonly cloud: number;
}

export interface Page {
  readonly items: readonly Item[];
  readonly total: number | undefined;
  readonly next: string | undefined;
}

const PAGE = 100;

/** Searches the catalogue of the service, which gives that of another server where it is set so (rule P88). */
export class Catalog {
  constructor(
    private readonly root: string,
    private readonly fetch: Fetch,
  ) {}

  async collections(): Promise<readonly Collection[]> {
    const answer = await this.get<{ collections: Collection[] }>(`${this.root}/collections`);
    return answer.collections;
  }

  async item(collection: string | undefined, id: string): Promise<Item | undefined> {
    const search = new URLSearchParams({ ids: id, limit: "1" });
    if (collection) search.set("collections", collection);
    const page = await this.get<{ features: Item[] }>(`${this.root}/search?${search}`);
    return page.features[0];
  }

  async search(search: Search): Promise<Page> {
    const parameters = new URLSearchParams({ limit: String(PAGE) });
    if (search.collection) parameters.set("collections", search.collection);
    if (search.from || search.to) {
      const from = search.from ? `${search.from}T00:00:00Z` : "..";
      const to = search.to ? `${search.to}T23:59:59Z` : "..";
      parameters.set("datetime", `${from}/${to}`);
    }
    if (search.cloud < 100) parameters.set("cloudCover", `0/${search.cloud}`);
    return this.page(`${this.root}/search?${parameters}`);
  }

  async page(address: string): Promise<Page> {
    const answer = await this.get<{
      features: Item[];
      numberMatched?: number;
      links?: { rel: string; href: string; method?: string }[];
    }>(address);
    const next = answer.links?.find(({ rel, method }) => rel === "next" && method !== "POST");
    return { items: answer.features, total: answer.numberMatched, next: next && samePlace(next.href, this.root) };
  }

  private async get<T>(address: string): Promise<T> {
    const answer = await this.fetch(new Request(new URL(address, location.href)));
    if (!answer.ok) throw new Error(`The catalogue answered ${answer.status} ${answer.statusText}.`.trim());
    return (await answer.json()) as T;
  }
}

/** The next page of a search of this service, under the name that the reader uses for it. */
function samePlace(href: string, root: string): string {
  const url = new URL(href, location.href);
  return url.pathname.startsWith(`${root}/`) ? url.pathname + url.search : url.href;
}

/** Where the store of an item is reached, if it is known. */
export function storeOf(item: Item, settings: Settings): string | undefined {
  const link = item.links.find(({ rel }) => rel === "store")?.href;
  const asset = Object.values(item.assets).find(({ type, href }) => type?.startsWith("application/vnd.zarr") && /\.zarr(\/|$)/.test(href));
  const href = link ?? asset?.href.replace(/(\.zarr)\/.*$/, "$1");
  return href && reachable(href, `${item.id}.zarr`, item, settings);
}

/** The address of an item's picture. */
function pictureOf(item: Item, settings: Settings): string | undefined {
  const assets = Object.values(item.assets);
  const asset = assets.find(({ roles }) => roles?.includes("thumbnail")) ?? assets.find(({ roles }) => roles?.includes("overview"));
  return asset && reachable(asset.href, `${item.id}.overview.png`, item, settings);
}

/** The same, as small as it is shown, where the service makes it so. */
export function smallPictureOf(item: Item, settings: Settings, width: number): string | undefined {
  const picture = pictureOf(item, settings);
  return picture?.startsWith("/stores/") ? `${picture}?width=${width}` : picture;
}

/** The service names itself in its documents, perhaps otherwise than the reader does. */
function isOwn(href: string, item: Item): boolean {
  const self = item.links.find(({ rel }) => rel === "self")?.href;
  return self !== undefined && /^https?:/.test(self) && new URL(self).origin === new URL(href).origin;
}

/** By the routes of the service; an item that lies beside its store names it relative to itself (rule P1). */
function reachable(href: string, name: string, item: Item, { stores }: Settings): string {
  for (const { location, route } of stores) {
    if (href.startsWith(location)) return route + href.slice(location.length);
  }
  if (/^https?:/.test(href)) return isOwn(href, item) ? new URL(href).pathname : href;
  if (href.startsWith("/")) return href;
  return `/stores/${encodeURIComponent(item.collection)}/${encodeURIComponent(name)}`;
}
