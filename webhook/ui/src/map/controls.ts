import { fill, h, later, svg } from "../dom";
import { significant } from "../format";
import { classColours, RAMPS, rampTable } from "./colour";
import type { Histogram, Range } from "./colour";
import type { Picture } from "./picture";
import type { Preset } from "./presets";

/** What a person can say about how a store looks. */
export interface Choice {
  readonly show: string;
  readonly range: Range | undefined;
  readonly ramp: string;
  readonly opacity: number;
}

/** Chooses what is shown: a preset, a band, or a calculation of one's own. */
export function showControl(presets: readonly Preset[], show: string, choose: (preset: Partial<Preset> & { show: string }) => void): HTMLElement {
  const known = presets.find((preset) => preset.show === show);
  const own = h("input", {
    id: "map-expression",
    value: show,
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "map-expression-help",
  });
  const custom = h(
    "form",
    {
      class: "row",
      onsubmit: (event: Event) => {
        event.preventDefault();
        choose({ show: own.value.replaceAll(/\s/g, "") });
      },
    },
    own,
    h("button", { type: "submit" }, "Draw"),
  );
  const select = h(
    "select",
    {
      id: "map-show",
      onchange: () => {
        const preset = presets.find((one) => one.show === select.value);
        if (preset) choose(preset);
        else own.focus();
      },
    },
    presets.map((preset) => h("option", { value: preset.show, selected: preset.show === show, title: preset.about }, preset.title)),
    h("option", { value: "", selected: !known }, "Own calculation …"),
  );
  return h(
    "div",
    { class: "field" },
    h("label", { for: "map-show" }, "Show"),
    select,
    known && h("p", { class: "hint" }, known.about),
    h(
      "details",
      { open: !known },
      h("summary", {}, "Calculation"),
      h("label", { for: "map-expression", class: "hidden" }, "Calculation on bands"),
      custom,
      h("p", { class: "hint", id: "map-expression-help" }, "One, or three with commas for red, green and blue: (b08-b04)/(b08+b04). Decoded values."),
    ),
  );
}

/** The stretch: a histogram, and which values are dark and bright. */
export function stretchControl(picture: Picture, choice: Choice, change: (range: Range | undefined, isSliding: boolean) => void): HTMLElement {
  const place = h("div", { class: "field stretch" }, h("p", { class: "hint" }, "Reading values …"));
  void Promise.all([picture.histogram, picture.range()]).then(
    ([histogram, range]) => {
      if (histogram) fillStretch(place, picture, histogram, range, choice, change);
      else place.remove();
    },
    () => place.remove(),
  );
  return place;
}

function fillStretch(place: HTMLElement, picture: Picture, histogram: Histogram, range: Range, choice: Choice, change: (range: Range | undefined, isSliding: boolean) => void): void {
  const low = Math.min(histogram.range.low, range.low);
  const high = Math.max(histogram.range.high, range.high);
  const step = (high - low) / 250;
  const drawing = h("div", { class: "histogram" });
  const current = { ...range };
  const apply = later(40, () => {
    if (current.high > current.low) change({ ...current }, true);
  });
  const slider = (end: "low" | "high", label: string) => {
    const output = h("output", {}, significant(current[end]));
    const input = h("input", { type: "range", id: `map-${end}`, min: low, max: high, step, "aria-label": label });
    input.value = String(current[end]);
    input.addEventListener("input", () => {
      const value = Number(input.value);
      current[end] = end === "low" ? Math.min(value, current.high - step) : Math.max(value, current.low + step);
      output.textContent = significant(current[end]);
      drawHistogram(drawing, picture, histogram, current, low, high);
      apply();
    });
    return h("label", { class: "slider" }, h("span", {}, label), input, output);
  };
  drawHistogram(drawing, picture, histogram, current, low, high);
  fill(
    place,
    h("span", { class: "label" }, "Stretch"),
    drawing,
    slider("low", "Dark"),
    slider("high", "Bright"),
    h(
      "div",
      { class: "actions" },
      h("button", { type: "button", class: "plain", onclick: () => change({ ...histogram.usual }, false) }, "Fit to scene"),
      h("button", { type: "button", class: "plain", disabled: !choice.range, onclick: () => change(undefined, false) }, "As usual"),
    ),
  );
}

const CHANNELS = ["red", "green", "blue"];

/** Heights grow with the root of the counts, or a dark sea would be all there is to see. */
function drawHistogram(place: HTMLElement, picture: Picture, histogram: Histogram, range: Range, low: number, high: number): void {
  const width = 256;
  const height = 64;
  const at = (value: number) => ((value - low) / (high - low)) * width;
  const peak = Math.max(1, ...histogram.counts.flatMap((counts) => [...counts]));
  const paths = histogram.counts.map((counts, channel) => {
    const bin = (histogram.range.high - histogram.range.low) / counts.length;
    const points = [...counts].map(
      (n, i) => `${at(histogram.range.low + (i + 0.5) * bin).toFixed(1)},${(height - Math.sqrt(n / peak) * (height - 2)).toFixed(1)}`,
    );
    return svg("path", {
      d: `M${at(histogram.range.low)},${height}L${points.join("L")}L${at(histogram.range.high)},${height}Z`,
      class: picture.kind === "colours" ? `channel ${CHANNELS[channel]}` : "channel single",
    });
  });
  fill(
    place,
    svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Histogram of the scene", preserveAspectRatio: "none" },
      paths,
      svg("rect", { x: 0, y: 0, width: Math.max(0, at(range.low)), height, class: "outside" }),
      svg("rect", { x: at(range.high), y: 0, width: Math.max(0, width - at(range.high)), height, class: "outside" }),
    ),
  );
}

export function rampControl(ramp: string, change: (ramp: string) => void): HTMLElement {
  const select = h(
    "select",
    { id: "map-ramp", onchange: () => change(select.value) },
    Object.keys(RAMPS).map((name) => h("option", { value: name, selected: name === ramp }, name)),
  );
  return h("div", { class: "field" }, h("label", { for: "map-ramp" }, "Colours"), select);
}

export function opacityControl(opacity: number, change: (opacity: number) => void): HTMLElement {
  const output = h("output", {}, `${Math.round(opacity * 100)} %`);
  const input = h("input", { type: "range", min: 0, max: 1, step: 0.01, id: "map-opacity" });
  input.value = String(opacity);
  input.addEventListener("input", () => {
    output.textContent = `${Math.round(Number(input.value) * 100)} %`;
    change(Number(input.value));
  });
  return h("label", { class: "slider" }, h("span", {}, "Opacity"), input, output);
}

/** What the colours mean. */
export function legend(picture: Picture, choice: Choice): HTMLElement | undefined {
  if (picture.kind === "classes") {
    const [variable] = picture.variables;
    if (!variable) return undefined;
    const colours = classColours(variable);
    return h(
      "ul",
      { class: "legend", "aria-label": "Classes" },
      variable.classes.map(({ value, meaning }) =>
        h("li", {}, swatch(colours.get(value) ?? [0, 0, 0], value === 0 && !variable.isFlags), meaning.toLowerCase()),
      ),
    );
  }
  if (picture.kind !== "ramp") return undefined;
  const canvas = h("canvas", { width: 256, height: 1, class: "ramp" });
  const table = rampTable(choice.ramp);
  const image = new ImageData(256, 1);
  for (let i = 0; i < 256; i++) image.data.set([table[3 * i] ?? 0, table[3 * i + 1] ?? 0, table[3 * i + 2] ?? 0, 255], 4 * i);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  const ends = h("div", { class: "ends" });
  void picture.range().then(
    (range) => {
      fill(ends, h("span", {}, significant(range.low)), h("span", {}, picture.variables.length === 1 ? (picture.variables[0]?.units ?? "") : ""), h("span", {}, significant(range.high)));
    },
    () => undefined,
  );
  return h("div", { class: "ramp-legend", role: "img", "aria-label": "Colour ramp" }, canvas, ends);
}

function swatch(colour: readonly [number, number, number], isClear: boolean): Element {
  return svg(
    "svg",
    { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" },
    svg("rect", { x: 0.5, y: 0.5, width: 13, height: 13, rx: 2, fill: isClear ? "none" : `rgb(${colour.join()})`, stroke: "currentColor", "stroke-opacity": 0.5 }),
  );
}
