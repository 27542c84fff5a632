import GeoJSON from "ol/format/GeoJSON.js";
import Graticule from "ol/layer/Graticule.js";
import TileLayer from "ol/layer/Tile.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import ImageTileSource from "ol/source/ImageTile.js";
import { Fill, Stroke, Style } from "ol/style.js";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import land110 from "world-atlas/land-110m.json";
import type BaseLayer from "ol/layer/Base.js";
import type { BaseMap } from "../settings";

/** Zoom from which on the finer coasts are drawn. */
const FINE = 4;

/** Layers behind what a person looks at. */
export interface Base {
  readonly layers: readonly BaseLayer[];
  /** Whether all is there that a view of this zoom needs. */
  isComplete(zoom: number): boolean;
}

/**
 * Coasts and the grid of longitudes and latitudes, from data that come with the page.
 *
 * @param after before it the finer coasts are not loaded: they keep the browser busy
 */
export function offlineBase(after: Promise<unknown>): Base {
  const colours = getComputedStyle(document.documentElement);
  const colour = (name: string) => colours.getPropertyValue(name).trim();
  const style = new Style({
    fill: new Fill({ color: colour("--map-land") }),
    stroke: new Stroke({ color: colour("--map-coast"), width: 1 }),
  });
  const coarse = new VectorLayer({ source: landOf(land110 as unknown as LandTopology), style });
  const fine = new VectorLayer({ source: new VectorSource(), style, minZoom: FINE });
  let isSettled = false;
  fine.once("prerender", () => {
    void after
      .then(() => import("world-atlas/land-50m.json"))
      .then((land) => {
        fine.setSource(landOf(land.default as unknown as LandTopology));
        coarse.setMaxZoom(FINE);
      })
      .catch(() => undefined) // the coarser ones stay
      .finally(() => {
        isSettled = true;
        fine.changed();
      });
  });
  const grid = new Graticule({
    strokeStyle: new Stroke({ color: colour("--map-grid"), width: 0.6 }),
    showLabels: false,
    wrapX: true,
    targetSize: 140,
  });
  return { layers: [coarse, fine, grid], isComplete: (zoom) => zoom <= FINE || isSettled };
}

/** A map of somebody else's, by its address with {z}, {x} and {y}. */
export function onlineBase({ url, attribution }: BaseMap): Base {
  const layer = new TileLayer({ source: new ImageTileSource({ url, attributions: attribution, crossOrigin: "anonymous" }) });
  return { layers: [layer], isComplete: () => true };
}

type LandTopology = Topology<{ land: GeometryCollection }>;

function landOf(topology: LandTopology): VectorSource {
  const format = new GeoJSON({ featureProjection: "EPSG:3857" });
  const land = feature(topology, topology.objects.land);
  for (const { geometry } of land.features) {
    if (geometry.type === "MultiPolygon") geometry.coordinates.forEach(clampRings);
    if (geometry.type === "Polygon") clampRings(geometry.coordinates);
  }
  return new VectorSource({ features: format.readFeatures(land), wrapX: true });
}

/** The map ends at 85 degrees. */
function clampRings(rings: number[][][]): void {
  for (const point of rings.flat()) point[1] = Math.max(-85.05, Math.min(85.05, point[1] as number));
}
