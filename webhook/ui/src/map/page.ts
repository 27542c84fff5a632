import "ol/ol.css";
import "./map.css";
import Feature from "ol/Feature.js";
import type Geometry from "ol/geom/Geometry.js";
import GeoJSON from "ol/format/GeoJSON.js";
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import ScaleLine from "ol/control/ScaleLine.js";
import Zoom from "ol/control/Zoom.js";
import Attribution from "ol/control/Attribution.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { fromLonLat, toLonLat } from "ol/proj.js";
import type { Extent } from "ol/extent.js";
import { isEmpty } from "ol/extent.js";
import { Fill, Stroke, Style } from "ol/style.js";
import { textButton } from "../dialog";
import { fill, h, later } from "../dom";
import { bytes, count, significant } from "../format";
import type { Page } from "../page";
import { keepQuery } from "../page";
import { protectedPicture } from "../picture";
import { fetchAs } from "../session";
import { settings as loadSettings } from "../settings";
import { offlineBase, onlineBase } from "./base";
import type { Base } from "./base";
import { Catalog, smallPictureOf, storeOf } from "./catalog";
import type { Item } from "./catalog";
import { classOf } from "./colour";
import { legend, opacityControl, rampControl, showControl, stretchControl } from "./controls";
import { cloudOf, dateOf, finder } from "./find";
import { Picture, zoomFor } from "./picture";
import { presetsFor } from "./presets";
import { GeoZarrStore } from "./store";
import { lookOf, readState, writeState } from "./view-state";

/** How long a view stays as it is before its level is read. */
const REST_MILLISECONDS = 120;

/** The map: items of the catalogue, and the stores behind them, drawn from their chunks. */
export async function page(): Promise<Page> {
  const settings = await loadSettings();
  const state = readState(new URLSearchParams(location.search));
  const catalog = new Catalog(settings.catalog, fetchAs);
  const isRestored = state.view !== undefined;

  const target = h("div", { class: "map", tabindex: 0, "aria-label": "Map: arrow keys move, plus and minus zoom" });
  const detail = h("section", { class: "detail", "aria-live": "polite" });
  const readout = h("div", { class: "readout", role: "status", "aria-label": "Place and values" });
  const footprints = new VectorSource();
  let picture: Picture | undefined;
  let store: GeoZarrStore | undefined;
  let chosen: Item | undefined;

  const map = new OlMap({
    target,
    maxTilesLoading: 64, // all of a view, so that the coarse ones are not behind the fine ones
    controls: [new Zoom(), new ScaleLine(), new Attribution({ collapsible: false })],
    view: new View({
      center: fromLonLat(state.view ? [state.view.longitude, state.view.latitude] : [10, 25]),
      zoom: state.view?.zoom ?? 2,
      minZoom: 1,
      maxZoom: 19,
      constrainResolution: false,
    }),
  });
  const view = map.getView();

  // --- background

  let background: Base | undefined;
  /** Whether the store that the address names has been drawn, or cannot be. */
  let hasPicture = () => {};
  const firstPicture = new Promise<void>((resolve) => (hasPicture = resolve));
  if (!state.item && !state.store) hasPicture();
  const setBackground = () => {
    background?.layers.forEach((layer) => map.removeLayer(layer));
    const online = settings.baseMaps.find(({ title }) => title === state.base);
    background = online ? onlineBase(online) : offlineBase(firstPicture);
    background.layers.forEach((layer, i) => map.getLayers().insertAt(i, layer));
    footprintLayer.setStyle(styles());
  };
  const footprintLayer = new VectorLayer({ source: footprints, zIndex: 2 });
  const styles = () => {
    const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const outline = new Stroke({ color: colour("--map-item"), width: 1.5 });
    const plain = new Style({ stroke: outline, fill: new Fill({ color: colour("--map-item-fill") }) });
    // Over a picture a tint would change its colours; a fill that nobody sees can still be clicked.
    const clear = new Fill({ color: "rgba(0,0,0,0)" });
    const beside = new Style({ stroke: outline, fill: clear });
    const marked = new Style({ stroke: new Stroke({ color: colour("--map-chosen"), width: 2 }) });
    return (feature: { getId(): string | number | undefined }) =>
      feature.getId() === chosen?.id ? marked : picture ? beside : plain;
  };
  map.addLayer(footprintLayer);
  setBackground();
  const onTheme = () => setBackground();
  window.addEventListener("zarrgo:theme", onTheme);

  // --- the address holds the view

  const keep = later(150, () => {
    const [longitude = 0, latitude = 0] = toLonLat(view.getCenter() ?? [0, 0]);
    state.view = { longitude, latitude, zoom: view.getZoom() ?? 2 };
    keepQuery(writeState(state));
  });
  map.on("moveend", keep);

  // --- levels that the view only passes by are not read

  let moved = 0;
  view.on("change:resolution", () => (moved = performance.now()));
  async function isWanted(zoom: number): Promise<boolean> {
    for (let wait = 0; wait >= 0; wait = moved + REST_MILLISECONDS - performance.now()) await new Promise((done) => setTimeout(done, wait));
    return zoom === zoomFor(view.getResolution() ?? 1);
  }
  map.on("moveend", () => picture?.rest(view.getResolution() ?? 1));

  // --- whether all is drawn that the view needs

  let isBegun = false;
  /** Not before the picture took part in a frame: the end of one that knew nothing of it tells nothing. */
  const begin = () => {
    target.removeAttribute("data-drawn");
    isBegun = false;
    picture?.layers.at(-1)?.once("postrender", () => (isBegun = true));
  };
  map.on("movestart", begin);
  map.on("rendercomplete", () => {
    if (!isBegun) return;
    hasPicture();
    if (background?.isComplete(view.getZoom() ?? 0)) target.setAttribute("data-drawn", state.show);
  });

  /** Moves so that an extent fills the map, as soon as the map has a size. */
  function show(extent: Extent, padding: number, maxZoom: number): void {
    const fit = () => view.fit(extent, { size: map.getSize() ?? [1, 1], padding: [padding, padding, padding, padding], maxZoom });
    if (map.getSize()?.every((side) => side > 0)) fit();
    else map.once("change:size", fit);
  }

  // --- a store

  function draw(): void {
    if (!store) return;
    const mine = store;
    let next: Picture;
    try {
      next = new Picture(mine, lookOf(state), window.devicePixelRatio, isWanted);
    } catch (error) {
      say(error);
      return;
    }
    picture?.layers.forEach((layer) => map.removeLayer(layer));
    picture = next;
    begin();
    footprintLayer.changed();
    const drawn = next;
    drawn.layers.forEach((layer) => {
      layer.setZIndex(1);
      map.addLayer(layer);
      layer.getSource()?.on("tileloaderror", ({ tile }) => {
        if (!drawn.hasPassed(tile.getTileCoord()[0] ?? 0)) say(new Error("A part of the store could not be read. Move the map to try again."));
      });
    });
    drawn.histogram.catch(say);
    target.style.setProperty("--picture-opacity", String(state.opacity));
    drawControls();
  }

  const controls = h("div", { class: "controls" });
  const message = h("p", { class: "error", role: "alert", hidden: true });
  function say(error: unknown): void {
    hasPicture();
    message.hidden = false;
    message.textContent = error instanceof Error ? error.message : String(error);
  }

  function drawControls(): void {
    if (!picture || !store) return;
    const shown = picture;
    message.hidden = true;
    const restyle = () => {
      shown.restyle(lookOf(state));
      begin();
      keep();
    };
    const choice = { show: state.show, range: state.range, ramp: state.ramp, opacity: state.opacity };
    const legendPlace = h("div", {}, legend(shown, choice));
    fill(
      controls,
      showControl(presetsFor(store), state.show, (preset) => {
        state.show = preset.show;
        state.range = undefined;
        state.presetRange = preset.range;
        state.ramp = preset.ramp ?? "viridis";
        draw();
        keep();
      }),
      legendPlace,
      shown.kind === "ramp" &&
        rampControl(state.ramp, (ramp) => {
          state.ramp = ramp;
          restyle();
          drawControls();
        }),
      shown.kind !== "classes" &&
        stretchControl(shown, choice, (range, isSliding) => {
          state.range = range;
          restyle();
          fill(legendPlace, legend(shown, choice));
          if (!isSliding) drawControls();
        }),
      opacityControl(state.opacity, (opacity) => {
        state.opacity = opacity;
        target.style.setProperty("--picture-opacity", String(opacity));
        keep();
      }),
    );
  }

  async function open(address: string, zoomTo: boolean): Promise<void> {
    message.hidden = true;
    try {
      const opened = await GeoZarrStore.open(address, fetchAs);
      store = opened;
      const presets = presetsFor(opened);
      if (presets.length === 0) throw new Error("This store holds no raster with a place on the ground.");
      state.show ||= presets[0]?.show ?? "";
      const preset = presets.find(({ show }) => show === state.show);
      state.presetRange = preset?.range;
      state.ramp ||= preset?.ramp ?? "viridis";
      draw();
      if (zoomTo && picture) show(picture.extent, 24, 14);
    } catch (error) {
      say(error);
    }
  }

  function closeStore(): void {
    picture?.layers.forEach((layer) => map.removeLayer(layer));
    picture = undefined;
    store = undefined;
    fill(controls);
  }

  // --- an item

  function choose(item: Item, zoomTo: boolean): void {
    const isOther = chosen !== undefined && chosen.id !== item.id;
    chosen = item;
    state.item = item.id;
    state.collection = item.collection;
    state.store = "";
    if (isOther) state.range = undefined;
    closeStore();
    find.mark(item.id);
    footprintLayer.changed();
    const address = storeOf(item, settings);
    const image = smallPictureOf(item, settings, 320);
    fill(
      detail,
      h(
        "div",
        { class: "head" },
        h("h2", {}, item.id),
        h("button", { type: "button", class: "plain", "aria-label": "Close the item", onclick: leave }, "✕"),
      ),
      h("p", { class: "hint" }, [item.collection, dateOf(item), cloudOf(item)].filter(Boolean).join(" · ")),
      message,
      controls,
      h(
        "details",
        {},
        h("summary", {}, "About this item"),
        image && protectedPicture(image, `Picture of ${item.id}`, { class: "thumbnail" }),
        metadata(item),
        h(
          "p",
          { class: "links" },
          textButton(`/catalog/collections/${encodeURIComponent(item.collection)}/items/${encodeURIComponent(item.id)}`, "STAC item"),
          h("a", { href: `/jobs?item=${encodeURIComponent(item.id)}` }, "Jobs"),
        ),
      ),
    );
    if (address) void open(address, zoomTo);
    else say(new Error("This item names no Zarr store, so there is nothing to draw."));
    keep();
  }

  function leave(): void {
    chosen = undefined;
    state.item = "";
    state.store = "";
    closeStore();
    fill(detail);
    find.mark("");
    footprintLayer.changed();
    keep();
  }

  const find = finder(
    catalog,
    settings,
    { collection: state.filter, from: state.from, to: state.to, cloud: state.cloud },
    (items, search) => {
      state.filter = search.collection;
      state.from = search.from;
      state.to = search.to;
      state.cloud = search.cloud;
      showFootprints(items);
      find.mark(chosen?.id ?? state.item);
      keep();
    },
    (item) => choose(item, true),
  );

  let isFirst = true;
  const found = new Map<string, Item>();
  function showFootprints(items: readonly Item[]): void {
    const format = new GeoJSON({ featureProjection: "EPSG:3857" });
    footprints.clear();
    found.clear();
    for (const item of items) {
      if (!item.geometry || found.has(item.id)) continue;
      found.set(item.id, item);
      const feature = new Feature(format.readGeometry(item.geometry as object) as Geometry);
      feature.setId(item.id);
      footprints.addFeature(feature);
    }
    const extent = footprints.getExtent();
    if (isFirst && !isRestored && !state.item && !state.store && extent && !isEmpty(extent)) show(extent, 60, 9);
    isFirst = false;
  }

  map.on("click", ({ pixel }) => {
    const hit = map.forEachFeatureAtPixel(pixel, (feature) => (found.has(String(feature.getId())) ? String(feature.getId()) : undefined), {
      layerFilter: (layer) => layer === footprintLayer,
    });
    const item = hit === undefined ? undefined : found.get(hit);
    if (item && item.id !== chosen?.id) choose(item, false);
  });

  // --- what is under the cursor

  let asked = 0;
  async function readAt(coordinate: number[] | undefined): Promise<void> {
    const mine = ++asked;
    const parts: string[] = [];
    const resolution = view.getResolution() ?? 1;
    if (coordinate) {
      const [longitude = 0, latitude = 0] = toLonLat(coordinate);
      parts.push(`${latitude.toFixed(4)}°, ${longitude.toFixed(4)}°`);
    }
    if (picture && coordinate) {
      const values = await picture.valuesAt(coordinate, resolution).catch(() => new Map<string, number>());
      if (mine !== asked || !picture) return;
      for (const [name, value] of values) if (!Number.isNaN(value)) parts.push(`${label(name)} ${meaning(picture, name, value)}`);
    }
    if (picture && store) {
      parts.push(`level ${picture.levelName(resolution, view.getCenter() ?? [0, 0])}`);
      parts.push(`${count(store.traffic.requests, "request")}, ${bytes(store.traffic.bytes)}`);
    }
    fill(readout, parts.map((part) => h("span", {}, part)));
  }
  let pointer: number[] | undefined;
  map.on("pointermove", ({ coordinate, dragging }) => {
    if (dragging) return;
    pointer = coordinate;
    void readAt(pointer);
  });
  map.on("rendercomplete", () => void readAt(pointer));

  // --- a start

  if (state.item) {
    fill(detail, message);
    void catalog.item(state.collection || undefined, state.item).then(
      (item) => (item ? choose(item, !isRestored) : say(new Error(`There is no item ${state.item} in the catalogue.`))),
      say,
    );
  } else if (state.store) {
    fill(detail, h("h2", {}, state.store.replace(/\/+$/, "").split("/").at(-1) ?? ""), message, controls);
    void open(state.store, !isRestored);
  }

  const base = settings.baseMaps.length > 0 && backgroundControl(settings.baseMaps.map(({ title }) => title), state.base, (title) => {
    state.base = title;
    setBackground();
    keep();
  });
  const body = h(
    "div",
    { class: "map-page" },
    h(
      "aside",
      { class: "panel", "aria-label": "Items and how they are shown" },
      detail,
      h("details", { class: "finder", open: !state.item && !state.store }, h("summary", {}, "Find items"), find.element),
      base,
      h("p", { class: "links" }, copyButton()),
    ),
    h("div", { class: "map-place" }, target, readout),
  );
  return {
    title: "Map",
    body,
    isFull: true,
    close: () => {
      window.removeEventListener("zarrgo:theme", onTheme);
      map.setTarget();
      map.dispose();
    },
  };
}

function label(name: string): string {
  return name.length > 12 ? "=" : name;
}

function meaning(picture: Picture, name: string, value: number): string {
  const variable = picture.variables.find((one) => one.name === name);
  const named = variable && variable.classes.length > 0 ? classOf(variable, value) : undefined;
  return named ? named.meaning.toLowerCase() : significant(value, 4);
}

function backgroundControl(titles: readonly string[], current: string, change: (title: string) => void): HTMLElement {
  const select = h(
    "select",
    { id: "map-base", onchange: () => change(select.value) },
    h("option", { value: "" }, "Coasts (offline)"),
    titles.map((title) => h("option", { value: title, selected: title === current }, title)),
  );
  return h("div", { class: "field" }, h("label", { for: "map-base" }, "Background"), select);
}

function copyButton(): HTMLElement {
  const button = h("button", { type: "button" }, "Copy link to this view");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(location.href).then(
      () => (button.textContent = "Copied"),
      () => (button.textContent = "The address bar holds the link"),
    );
    setTimeout(() => (button.textContent = "Copy link to this view"), 2000);
  });
  return button;
}

const HIDDEN = new Set(["stac_discovery", "other_metadata", "processing:lineage"]);

function metadata(item: Item): HTMLElement {
  const entries = Object.entries(item.properties).filter(([name, value]) => !HIDDEN.has(name) && value !== null && typeof value !== "object");
  return h(
    "dl",
    { class: "facts" },
    entries.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, typeof value === "number" ? significant(value, 6) : String(value))]),
  );
}
