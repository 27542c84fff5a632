import "./jobs.css";
import "./overview.css";
import type { Job, JobEvent } from "../api";
import { get, messageOf } from "../api";
import { Catalog, smallPictureOf } from "../map/catalog";
import type { Item } from "../map/catalog";
import { fill, h, later, svg, update } from "../dom";
import { ago, bytes, duration } from "../format";
import type { Page } from "../page";
import { protectedPicture } from "../picture";
import { fetchAs } from "../session";
import { settings as loadSettings } from "../settings";
import type { Settings } from "../settings";
import { listen } from "../stream";
import { badge, isRunning, progress, reasonOf, secondsOf } from "./jobs";

interface Period {
  readonly start: string;
  readonly created: number;
  readonly ended: Readonly<Record<string, number>>;
}

interface Stats {
  readonly waiting: Readonly<Record<string, number>>;
  readonly inHand: number;
  readonly oldest?: string;
  readonly live: Readonly<Record<string, number>>;
  readonly paused: boolean;
  readonly periods: readonly Period[];
}

/** Where stores lie; numbers only for a disk. */
interface Storage {
  readonly location: string;
  readonly stores?: number;
  readonly freeBytes?: number;
  readonly diskBytes?: number;
}

const PICTURES = 8;
const RECENT = 200;

/** How the service is: what came in and out, what waits, what went wrong, what was made last. */
export async function page(): Promise<Page> {
  const settings = await loadSettings();
  let period: "hour" | "day" = "hour";
  const numbers = h("div", { class: "numbers" });
  const chart = h("div", {});
  const reasons = h("div", {});
  const running = h("div", {});
  const pictures = h("div", {});
  const message = h("p", { class: "error", role: "alert", hidden: true });

  const load = async () => {
    try {
      const since = new Date(Date.now() - 24 * 3600 * 1000).toISOString();
      const [stats, days, recent, storage] = await Promise.all([
        get<Stats>(`/stats?period=${period}`),
        get<{ jobs: Job[] }>(`/jobs?limit=${RECENT}&since=${since}`),
        get<{ jobs: Job[] }>(`/jobs?state=DONE&limit=${PICTURES}`),
        get<Storage>("/stats/storage"),
      ]);
      message.hidden = true;
      update(numbers, numbersOf(stats, days.jobs, storage));
      update(chart, throughput(stats.periods, period));
      update(reasons, reasonsOf(days.jobs));
      update(running, runningOf(days.jobs));
      await drawPictures(pictures, recent.jobs, settings);
    } catch (error) {
      message.hidden = false;
      message.textContent = messageOf(error);
    }
  };
  const soon = later(500, () => void load());
  const stop = listen("/events", true, (event) => {
    if ((JSON.parse(event.data) as JobEvent).job) soon();
  });
  const timer = setInterval(() => {
    if (!document.hidden) void load();
  }, 15_000);
  void load();

  const select = h("select", { "aria-label": "Period" }, h("option", { value: "hour" }, "last two days, by hour"), h("option", { value: "day" }, "last month, by day"));
  select.addEventListener("change", () => {
    period = select.value as "hour" | "day";
    void load();
  });
  return {
    title: "Overview",
    body: h(
      "section",
      { class: "overview" },
      h("h1", { class: "hidden" }, "Overview"),
      message,
      numbers,
      h(
        "div",
        { class: "grid" },
        h("div", { class: "card wide" }, h("div", { class: "title" }, h("h2", {}, "Throughput"), select), chart),
        h("div", { class: "card" }, h("h2", {}, "Now"), running),
        h("div", { class: "card" }, h("h2", {}, "Why jobs failed, last day"), reasons),
        h("div", { class: "card wide" }, h("h2", {}, "Last conversions"), pictures),
      ),
    ),
    close: () => {
      stop();
      clearInterval(timer);
    },
  };
}

function numbersOf(stats: Stats, jobs: readonly Job[], storage: Storage): HTMLElement[] {
  const waiting = Object.values(stats.waiting).reduce((a, b) => a + b, 0);
  const done = jobs.filter(({ state }) => state === "DONE");
  const seconds = done.map(secondsOf).sort((a, b) => a - b);
  const number = (value: string, text: string, href?: string) =>
    h(href ? "a" : "div", { class: "number card", href }, h("span", { class: "value" }, value), h("span", { class: "hint" }, text));
  const bad = jobs.filter(({ state, status }) => (state === "FAILED" && status !== "dismissed") || state === "INVALID").length;
  return [
    number(String(done.length), "done in a day", "/jobs?state=DONE"),
    number(String(bad), "failed in a day", "/jobs?state=FAILED"),
    number(String(waiting), stats.paused ? "waiting, paused" : stats.oldest && waiting > 0 ? `waiting, oldest ${ago(stats.oldest)}` : "waiting", "/jobs?state=NEW"),
    number(String(stats.inHand), "running", "/jobs?state=PENDING"),
    number(seconds.length > 0 ? duration(seconds[Math.floor(seconds.length / 2)] as number) : "–", `median${seconds.length > 0 ? `, slowest ${duration(seconds.at(-1) as number)}` : " duration"}`),
    ...(storage.stores === undefined ? [] : [number(String(storage.stores), storage.freeBytes === undefined ? "stores" : `stores, ${bytes(storage.freeBytes)} free of ${bytes(storage.diskBytes ?? 0)}`, "/map")]),
  ];
}

/** Columns of what came in and how it ended. */
function throughput(periods: readonly Period[], unit: "hour" | "day"): HTMLElement {
  const columns = complete(periods, unit);
  const ended = (period: Period, state: string) => period.ended[state] ?? 0;
  const bad = (period: Period) => ended(period, "FAILED") + ended(period, "INVALID") + ended(period, "RETRY");
  const peak = Math.max(1, ...columns.map((period) => Math.max(period.created, ended(period, "DONE") + bad(period))));
  const width = 720;
  const height = 120;
  const step = width / columns.length;
  const scale = (value: number) => (value / peak) * (height - 8);
  const bars = columns.flatMap((period, i) => {
    const done = scale(ended(period, "DONE"));
    const failed = scale(bad(period));
    const title = svg("title", {}, `${unit === "hour" ? period.start.slice(0, 16).replace("T", " ") : period.start.slice(0, 10)}: ${period.created} in, ${ended(period, "DONE")} done, ${bad(period)} not`);
    return [
      svg("g", {}, title,
        svg("rect", { x: i * step, y: 0, width: step, height, fill: "transparent" }),
        svg("rect", { x: i * step + step * 0.12, y: height - done, width: step * 0.76, height: done, class: "done" }),
        svg("rect", { x: i * step + step * 0.12, y: height - done - failed, width: step * 0.76, height: failed, class: "bad" }),
        svg("rect", { x: i * step, y: height - scale(period.created) - 1, width: step, height: 2, class: period.created > 0 ? "in" : "none" }),
      ),
    ];
  });
  const total = columns.reduce((sum, period) => sum + period.created, 0);
  const done = columns.reduce((sum, period) => sum + ended(period, "DONE"), 0);
  const first = columns[0]?.start ?? "";
  return h(
    "figure",
    {},
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${total} jobs in, ${done} attempts done`, preserveAspectRatio: "none", class: "throughput" }, bars),
    h("figcaption", { class: "ends hint" }, h("span", {}, first.slice(0, unit === "hour" ? 16 : 10).replace("T", " ")), h("span", { class: "key" }, h("i", { class: "in" }), "in ", h("i", { class: "done" }), "done ", h("i", { class: "bad" }), `not · at most ${peak}`), h("span", {}, "now")),
  );
}

/** Periods in which nothing happened are not told; they belong into the picture. */
function complete(periods: readonly Period[], unit: "hour" | "day"): Period[] {
  const length = unit === "hour" ? 3_600_000 : 86_400_000;
  const known = new Map(periods.map((period) => [Math.floor(Date.parse(period.start) / length), period]));
  const last = Math.floor(Date.now() / length);
  return Array.from({ length: unit === "hour" ? 48 : 31 }, (_, i) => {
    const at = last - (unit === "hour" ? 47 : 30) + i;
    return known.get(at) ?? { start: new Date(at * length).toISOString(), created: 0, ended: {} };
  });
}

function reasonsOf(jobs: readonly Job[]): HTMLElement {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) {
    if (job.status === "dismissed" || !["FAILED", "INVALID", "RETRY"].includes(job.state)) continue;
    const reason = job.code ?? (kindOf(reasonOf(job.message ?? "")) || job.state.toLowerCase());
    groups.set(reason, [...(groups.get(reason) ?? []), job]);
  }
  if (groups.size === 0) return h("p", { class: "hint" }, "Nothing failed.");
  return h(
    "ul",
    { class: "plain-list" },
    [...groups]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([reason, list]) =>
        h("li", {}, h("a", { href: `/jobs?state=${list[0]?.state}` }, reason), ` ${list.length} × `, list[0]?.code && h("span", { class: "reason" }, reasonOf(list[0].message ?? ""))),
      ),
  );
}

/** A reason without what it was about, so that equal ones are counted together. */
function kindOf(reason: string): string {
  return reason.replace(/\w+:\/\/\S+|(?<=^|\s)\/\S+/g, "…");
}

function runningOf(jobs: readonly Job[]): HTMLElement {
  const list = jobs.filter((job) => isRunning(job) || job.state === "NEW" || job.state === "PENDING").slice(0, 6);
  if (list.length === 0) return h("p", { class: "hint" }, "The queue is empty.");
  return h(
    "ul",
    { class: "plain-list" },
    list.map((job) => h("li", {}, badge(job), " ", h("a", { href: `/jobs/${job.id}` }, job.item), isRunning(job) && progress(job))),
  );
}

async function drawPictures(place: HTMLElement, jobs: readonly Job[], settings: Settings): Promise<void> {
  const newest = [...new Map(jobs.map((job) => [`${job.collection}/${job.item}`, job])).values()];
  const key = newest.map(({ id }) => id).join();
  if (place.dataset["key"] === key) return;
  const catalog = new Catalog(settings.catalog, fetchAs);
  const items = await Promise.all(newest.map((job) => catalog.item(job.collection, job.item).catch(() => undefined)));
  place.dataset["key"] = key;
  if (newest.length === 0) return fill(place, h("p", { class: "hint" }, "Nothing was converted yet. ", h("a", { href: "/submit" }, "Submit a product"), "."));
  fill(place, h("ul", { class: "pictures" }, newest.map((job, i) => h("li", {}, tile(job, items[i], settings)))));
}

function tile(job: Job, item: Item | undefined, settings: Settings): HTMLElement {
  const picture = item && smallPictureOf(item, settings, 176);
  return h(
    "a",
    { href: `/map?collection=${encodeURIComponent(job.collection)}&item=${encodeURIComponent(job.item)}` },
    picture ? protectedPicture(picture, `Picture of ${job.item}`) : h("span", { class: "no-picture" }),
    h("span", { class: "name" }, job.item),
    h("span", { class: "hint" }, `${ago(job.updated)} · ${duration(secondsOf(job))}`),
  );
}
