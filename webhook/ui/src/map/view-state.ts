import type { Look } from "./picture";
import type { Range } from "./colour";

/** Everything that the address of the map holds. */
export interface ViewState {
  /** Longitude and latitude of the middle, and the zoom. */
  view: { longitude: number; latitude: number; zoom: number } | undefined;
  item: string;
  collection: string;
  /** A store that is shown by itself, without an item. */
  store: string;
  show: string;
  range: Range | undefined;
  /** Follows from what is shown, so the address need not hold it. */
  presetRange: Range | undefined;
  ramp: string;
  opacity: number;
  base: string;
  from: string;
  to: string;
  cloud: number;
  filter: string;
}

export function readState(query: URLSearchParams): ViewState {
  const view = numbers(query.get("view"), 3);
  const range = numbers(query.get("range"), 2);
  const between = (name: string, low: number, high: number, otherwise: number) => {
    const value = query.has(name) ? Number(query.get(name)) : NaN;
    return value >= low && value <= high ? value : otherwise;
  };
  return {
    view: view && { longitude: view[0] as number, latitude: view[1] as number, zoom: view[2] as number },
    item: query.get("item") ?? "",
    collection: query.get("collection") ?? "",
    store: query.get("store") ?? "",
    show: query.get("show") ?? "",
    range: range && { low: range[0] as number, high: range[1] as number },
    presetRange: undefined,
    ramp: query.get("ramp") ?? "",
    opacity: between("opacity", 0, 1, 1),
    base: query.get("base") ?? "",
    from: query.get("from") ?? "",
    to: query.get("to") ?? "",
    cloud: between("cloud", 0, 100, 100),
    filter: query.get("in") ?? "",
  };
}

/** The query that restores the state; what is as usual is left out. */
export function writeState(state: ViewState): URLSearchParams {
  const query = new URLSearchParams();
  const keep = (name: string, value: string, usual = "") => {
    if (value !== usual) query.set(name, value);
  };
  keep("item", state.item);
  keep("collection", state.item ? state.collection : "");
  keep("store", state.store);
  keep("show", state.show);
  if (state.range) keep("range", `${short(state.range.low)},${short(state.range.high)}`);
  keep("ramp", state.ramp);
  keep("opacity", String(state.opacity), "1");
  keep("base", state.base);
  keep("in", state.filter);
  keep("from", state.from);
  keep("to", state.to);
  keep("cloud", String(state.cloud), "100");
  if (state.view) {
    const { longitude, latitude, zoom } = state.view;
    keep("view", `${longitude.toFixed(6)},${latitude.toFixed(6)},${zoom.toFixed(4)}`);
  }
  return query;
}

export function lookOf(state: ViewState): Look {
  return { show: state.show, range: state.range, presetRange: state.presetRange, ramp: state.ramp };
}

function numbers(text: string | null, count: number): number[] | undefined {
  const list = (text ?? "").split(",").map(Number);
  return text && list.length === count && list.every(Number.isFinite) ? list : undefined;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
