import type { GeoZarrStore } from "./store";

/** A useful way to look at a store. */
export interface Preset {
  readonly title: string;
  readonly show: string;
  readonly ramp?: string;
  readonly range?: { readonly low: number; readonly high: number };
  readonly needs: readonly string[];
  readonly about: string;
}

const SENTINEL_2: readonly Preset[] = [
  { title: "True colour", show: "b04,b03,b02", range: { low: 0, high: 0.25 }, needs: ["b02", "b03", "b04"], about: "as the eye sees it" },
  { title: "False colour", show: "b08,b04,b03", range: { low: 0, high: 0.4 }, needs: ["b03", "b04", "b08"], about: "near infrared, red, green: plants are red" },
  { title: "Short-wave infrared", show: "b12,b8a,b04", range: { low: 0, high: 0.45 }, needs: ["b04", "b8a", "b12"], about: "burnt ground, bare soil, snow" },
  { title: "Scene classes", show: "scl", needs: ["scl"], about: "what the processor took each pixel for" },
  { title: "Vegetation (NDVI)", show: "(b08-b04)/(b08+b04)", ramp: "vegetation", range: { low: -0.2, high: 0.9 }, needs: ["b04", "b08"], about: "how green plants are" },
  { title: "Water (NDWI)", show: "(b03-b08)/(b03+b08)", ramp: "water", range: { low: -0.6, high: 0.6 }, needs: ["b03", "b08"], about: "open water is blue" },
  { title: "Snow (NDSI)", show: "(b03-b11)/(b03+b11)", ramp: "snow", range: { low: -0.5, high: 0.8 }, needs: ["b03", "b11"], about: "snow and ice are blue" },
  { title: "Burnt area (NBR)", show: "(b8a-b12)/(b8a+b12)", ramp: "vegetation", range: { low: -0.5, high: 0.8 }, needs: ["b8a", "b12"], about: "low where it burnt" },
  { title: "Cloud probability", show: "cld", ramp: "greys", range: { low: 0, high: 100 }, needs: ["cld"], about: "percent" },
];

/** What suits a store, and then each of its rasters by itself. */
export function presetsFor(store: GeoZarrStore): readonly Preset[] {
  const useful = SENTINEL_2.filter(({ needs }) => needs.every((name) => store.variable(name)));
  const known = new Set(useful.map(({ show }) => show));
  const single = store.variables
    .filter(({ name }) => !known.has(name))
    .map(({ name, title, group }) => ({ title: name, show: name, ramp: "viridis", needs: [name], about: title === name ? group : title }));
  return [...useful, ...single];
}
