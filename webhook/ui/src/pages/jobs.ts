import "./jobs.css";
import type { Job, JobEvent, Link, State } from "../api";
import { get, messageOf, STATES } from "../api";
import { fill, h, later, update } from "../dom";
import { ago, clock, duration } from "../format";
import type { Page } from "../page";
import { keepQuery } from "../page";
import { may } from "../session";
import { listen } from "../stream";

interface Filter {
  state: string;
  collection: string;
  item: string;
  error: string;
  since: string;
  text: string;
}

const PAGE = 50;
const NAMES = ["state", "collection", "item", "error", "since", "text"] as const;

/** How often the progress of running jobs is asked for; changes of state come by themselves. */
const PROGRESS_MILLISECONDS = 1500;

/** The table of jobs. It follows what happens. */
export async function page(): Promise<Page> {
  const query = new URLSearchParams(location.search);
  const filter = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""])) as unknown as Filter;
  let jobs: Job[] = [];
  let next: string | undefined;
  let pages = 1;

  const status = h("p", { class: "hint", role: "status" });
  const live = h("span", { class: "live" }, "live");
  const body = h("tbody", {});
  const more = h("button", { type: "button", hidden: true }, "Older jobs");
  const rows = new Map<string, { row: HTMLTableRowElement; text: string }>();

  const load = async () => {
    try {
      const found: Job[] = [];
      let address: string | undefined = `/jobs?${parameters(filter)}`;
      for (let i = 0; i < pages && address; i++) {
        const answer: { jobs: Job[]; links: Link[] } = await get(address);
        found.push(...answer.jobs);
        address = answer.links.find(({ rel }) => rel === "next")?.href;
        address &&= pathOf(address);
      }
      jobs = found;
      next = address;
      draw();
    } catch (error) {
      fill(status, h("span", { class: "error", role: "alert" }, messageOf(error)));
    }
  };

  const draw = () => {
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = jobs.filter((job) => {
      const text = [job.id, job.item, job.collection, job.source, job.owner, job.message ?? ""].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const present = new Set(shown.map(({ id }) => id));
    for (const [id, { row }] of rows) {
      if (!present.has(id)) {
        row.remove();
        rows.delete(id);
      }
    }
    shown.forEach((job, i) => {
      const text = JSON.stringify(job) + (isRunning(job) ? Math.floor(Date.now() / 1000) : "");
      let entry = rows.get(job.id);
      if (!entry) {
        entry = { row: h("tr", { "data-job": job.id }), text: "" };
        rows.set(job.id, entry);
      }
      if (entry.text !== text) {
        entry.text = text;
        update(entry.row, cells(job));
      }
      if (body.children[i] !== entry.row) body.insertBefore(entry.row, body.children[i] ?? null);
    });
    more.hidden = next === undefined;
    status.textContent =
      shown.length === 0 ? "No jobs match. Widen the filters, or submit one." : `${shown.length} ${shown.length === 1 ? "job" : "jobs"}${next ? " and older ones" : ""}`;
  };

  const again = later(200, () => {
    const kept = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
    keepQuery(kept);
    pages = 1;
    void load();
  });
  const soon = later(120, () => void load());
  more.addEventListener("click", () => {
    pages += 1;
    void load();
  });

  const maySubmit = await may("submit");
  const stop = listen(
    "/events",
    true,
    (event) => {
      const { job } = JSON.parse(event.data) as JobEvent;
      if (rows.has(job) || pages === 1) soon();
    },
    (isLost) => {
      live.textContent = isLost ? "offline" : "live";
      live.classList.toggle("lost", isLost);
    },
  );
  const timer = setInterval(() => {
    if (jobs.some(isRunning) && !document.hidden) void load();
  }, PROGRESS_MILLISECONDS);
  void load();

  const field = (name: keyof Filter, label: string, input: HTMLInputElement | HTMLSelectElement) => {
    input.id = `jobs-${name}`;
    input.value = filter[name];
    input.addEventListener("input", () => {
      filter[name] = input.value;
      if (name === "text") draw();
      again();
    });
    return h("div", { class: "field" }, h("label", { for: input.id }, label), input);
  };
  return {
    title: "Jobs",
    body: h(
      "section",
      {},
      h("div", { class: "title" }, h("h1", {}, "Jobs"), live, maySubmit && h("a", { href: "/submit", class: "button" }, "Submit")),
      h(
        "form",
        { class: "filters", role: "search", onsubmit: (event: Event) => event.preventDefault() },
        field("text", "Search", h("input", { type: "search", placeholder: "name, message" })),
        field("state", "State", h("select", {}, h("option", { value: "" }, "all"), STATES.map((state) => h("option", { value: state }, WORDS[state])))),
        field("collection", "Collection", h("input", { type: "text" })),
        field("item", "Item", h("input", { type: "text" })),
        field("error", "Error begins with", h("input", { type: "text" })),
        field("since", "Since", h("input", { type: "date" })),
      ),
      status,
      h(
        "div",
        { class: "table" },
        h(
          "table",
          { class: "jobs" },
          h("caption", { class: "hidden" }, "Jobs, the newest first"),
          h("thead", {}, h("tr", {}, ["State", "Item", "Progress", "Duration", "Attempts", "Source", "Target", "Created"].map((name) => h("th", { scope: "col" }, name)))),
          body,
        ),
      ),
      more,
    ),
    close: () => {
      stop();
      clearInterval(timer);
    },
  };
}

function parameters(filter: Filter): URLSearchParams {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (filter.state) query.set("state", filter.state);
  if (filter.collection) query.set("collection", filter.collection);
  if (filter.item) query.set("item", filter.item);
  if (filter.error) query.set("errorPrefix", filter.error);
  if (filter.since) query.set("since", `${filter.since}T00:00:00Z`);
  return query;
}

/** Links name the service as it knows itself; this page stays where it is. */
export function pathOf(address: string): string {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
}

export const WORDS: Record<State, string> = {
  NEW: "new",
  PENDING: "pending",
  DONE: "done",
  RETRY: "retry",
  FAILED: "failed",
  INVALID: "invalid",
};

export function isRunning(job: Job): boolean {
  return job.status === "running";
}

export function badge(job: Job): HTMLElement {
  const text = isRunning(job) ? "running" : job.status === "dismissed" ? "dismissed" : WORDS[job.state];
  return h("span", { class: `badge ${text}` }, text);
}

/** The program says what happened, to what, and what to try, one after the other. */
export function partsOf(message: string): string[] {
  return message.split(/\n|; /);
}

/** What happened. */
export function reasonOf(message: string): string {
  return partsOf(message)[0] ?? "";
}

export function progress(job: Job): HTMLElement {
  const percent = job.state === "DONE" ? 100 : job.percent;
  return h(
    "span",
    { class: "progress" },
    h("progress", { max: 100, value: percent, "aria-label": "Progress" }),
    h("span", {}, `${percent} %`),
  );
}

/** Seconds that the job took, or has taken so far. */
export function secondsOf(job: Job): number {
  const end = job.finished ? Date.parse(job.finished) : Date.now();
  return Math.max(0, (end - Date.parse(job.started ?? job.created)) / 1000);
}

function cells(job: Job): HTMLElement[] {
  const cell = (name: string, ...content: (Node | string | undefined)[]) => h("td", { "data-label": name }, content);
  return [
    cell("State", badge(job)),
    cell(
      "Item",
      h("a", { href: `/jobs/${job.id}`, class: "strong" }, job.item || job.id),
      job.message && job.state !== "DONE" ? h("span", { class: "reason" }, reasonOf(job.message)) : undefined,
    ),
    cell("Progress", progress(job)),
    cell("Duration", duration(secondsOf(job))),
    cell("Attempts", String(job.attempt)),
    cell("Source", h("span", { class: "cut", title: job.source }, hostOf(job.source))),
    cell("Target", job.collection),
    cell("Created", h("time", { datetime: job.created, title: clock(job.created) }, ago(job.created))),
  ];
}

function hostOf(source: string): string {
  return /^[a-z0-9+]+:\/\/([^/]*)/i.exec(source)?.[1] || source;
}
