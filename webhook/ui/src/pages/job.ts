import "./jobs.css";
import "./job.css";
import type { Attempt, Job, JobEvent } from "../api";
import { get, messageOf, send } from "../api";
import { textButton } from "../dialog";
import { fill, h, update } from "../dom";
import { clock, duration } from "../format";
import type { Page } from "../page";
import { go } from "../page";
import { person } from "../session";
import type { Role } from "../session";
import { settings as loadSettings } from "../settings";
import type { Settings } from "../settings";
import { listen } from "../stream";
import { badge, isRunning, partsOf, progress, reasonOf, secondsOf } from "./jobs";

interface Input {
  readonly action: string;
  readonly source: string;
  readonly collection: string;
  readonly item: string;
  readonly parameters?: unknown;
  readonly owner: string;
  readonly digest: string;
}

/** Lines of the log that are kept on the page. */
const LOG_LINES = 500;

const PROGRESS_MILLISECONDS = 1000;

/** One job: what it is to do, what happened, what can be done. */
export async function page([id = ""]: string[]): Promise<Page> {
  const [settings, first, { roles }] = await Promise.all([loadSettings(), get<Job>(`/jobs/${id}`), person()]);
  const input = await get<Input>(`/jobs/${id}/input`).catch(() => undefined);
  let job = first;
  let events: JobEvent[] = [];

  const head = h("div", { class: "title" });
  const note = h("div", { class: "note-place", role: "status" });
  const facts = h("div", {});
  const timeline = h("ol", { class: "timeline", "aria-label": "What happened" });
  const actions = h("div", { class: "actions" });
  const log = h("pre", { class: "log", tabindex: 0, role: "log", "aria-label": "Log" });

  const draw = () => {
    update(head, h("h1", {}, job.item || job.id), badge(job), isRunning(job) && progress(job));
    update(note, problemOf(job));
    update(facts, factsOf(job, settings));
    update(timeline, timelineOf(job, events));
    update(actions, actionsOf(job, roles, act));
  };
  const refresh = async () => {
    try {
      job = await get<Job>(`/jobs/${id}`);
      events = await get<JobEvent[]>(`/jobs/${id}/events`);
      draw();
    } catch (error) {
      fill(note, h("p", { class: "error", role: "alert" }, messageOf(error)));
    }
  };
  const act = async (action: Action) => {
    const reason = await confirm(action, job);
    if (reason === undefined) return;
    try {
      const goesTo = await action.run(job, reason, input);
      if (goesTo) return go(goesTo);
      await refresh();
      follow();
    } catch (error) {
      fill(note, h("p", { class: "error", role: "alert" }, messageOf(error)));
    }
  };

  let stopEvents = () => {};
  let stopLog = () => {};
  let attempt = -1;
  /** Listens while there is something to hear; a new attempt has a new log. */
  const follow = () => {
    stopEvents();
    stopEvents = listen(`/jobs/${id}/events`, false, () => void refresh().then(followLog));
    followLog();
  };
  const followLog = () => {
    if (job.attempt === attempt || job.attempt === 0) return;
    attempt = job.attempt;
    stopLog();
    fill(log);
    stopLog = listen(`/jobs/${id}/logs`, false, ({ name, data }) => {
      const isAtEnd = log.scrollTop + log.clientHeight > log.scrollHeight - 30;
      log.append(h("span", { class: "step" }, name), ` ${data}\n`);
      while (log.childNodes.length > 2 * LOG_LINES) log.firstChild?.remove();
      if (isAtEnd) log.scrollTop = log.scrollHeight;
    });
  };
  const timer = setInterval(() => {
    if (isRunning(job) && !document.hidden) void refresh().then(followLog);
  }, PROGRESS_MILLISECONDS);
  await refresh();
  follow();

  return {
    title: job.item || "Job",
    body: h(
      "section",
      { class: "job" },
      h("p", { class: "hint" }, h("a", { href: "/jobs" }, "Jobs"), " / ", h("span", { class: "mono" }, id)),
      head,
      note,
      actions,
      h(
        "div",
        { class: "grid" },
        h("div", { class: "card" }, h("h2", {}, "Job"), facts),
        h("div", { class: "card" }, h("h2", {}, "Timeline"), timeline),
        input && h("div", { class: "card wide" }, h("h2", {}, "Parameters"), parametersOf(input)),
        h("div", { class: "card wide" }, h("h2", {}, "Log"), log, h("p", { class: "links" }, textButton(`/jobs/${id}/logs`, "Whole log"), textButton(`/jobs/${id}/output`, "Reports of the steps"))),
      ),
    ),
    close: () => {
      stopEvents();
      stopLog();
      clearInterval(timer);
    },
  };
}

/** The reason of a bad end, and what to do about it. */
function problemOf(job: Job): HTMLElement | undefined {
  const advice = adviceFor(job);
  if (!advice) return undefined;
  const [first, ...rest] = partsOf(job.message ?? "");
  return h(
    "div",
    { class: `note ${job.state === "RETRY" ? "warn" : "bad"}` },
    h("h2", {}, advice.title, job.code && h("code", {}, job.code)),
    first && h("p", { class: "what" }, first),
    rest.map((line) => h("p", { class: "hint what" }, line)),
    h("p", { class: "next" }, advice.next),
  );
}

function adviceFor(job: Job): { title: string; next: string } | undefined {
  switch (job.state) {
    case "INVALID":
      return { title: "The source or the request can't be used", next: "Another attempt would end the same way. Repair the source and run it again, or submit a corrected request." };
    case "FAILED":
      return job.status === "dismissed"
        ? { title: "Taken back", next: "Run it again if it is wanted after all." }
        : { title: "Failed for good", next: "Repair what the message names, then run it again." };
    case "RETRY":
      return job.nextAttempt
        ? { title: "The last attempt failed", next: `The next one starts by itself, at ${clock(job.nextAttempt)} or a little later.` }
        : { title: "The last attempt failed", next: "It waits for somebody: repair what the message names, then retry." };
    default:
      return undefined;
  }
}

function factsOf(job: Job, settings: Settings): HTMLElement {
  const pairs: [string, Node | string | undefined][] = [
    ["Source", h("a", { href: job.source, target: "_blank", rel: "noreferrer" }, job.source)],
    ["Target", `${job.collection} / ${job.item}`],
    ["Action", `${job.action}, lane ${job.lane}`],
    ["Owner", job.owner],
    ["Created", clock(job.created)],
    ["Duration", duration(secondsOf(job))],
    ["Attempts", String(job.attempt)],
    ["Workflow", workflowOf(job, settings)],
  ];
  const item = `/catalog/collections/${encodeURIComponent(job.collection)}/items/${encodeURIComponent(job.item)}`;
  return h(
    "div",
    {},
    h("dl", { class: "facts" }, pairs.flatMap(([name, value]) => (value ? [h("dt", {}, name), h("dd", {}, value)] : []))),
    job.state === "DONE" &&
      h(
        "p",
        { class: "links" },
        h("a", { href: `/map?collection=${encodeURIComponent(job.collection)}&item=${encodeURIComponent(job.item)}`, class: "button" }, "Show on the map"),
        textButton(item, "STAC item"),
      ),
  );
}

function workflowOf(job: Job, { argo }: Settings): Node | string | undefined {
  if (!job.workflow || !argo) return job.workflow;
  return h("a", { href: `${argo}/${job.workflow}`, target: "_blank", rel: "noreferrer" }, job.workflow);
}

function timelineOf(job: Job, events: readonly JobEvent[]): HTMLElement[] {
  const attempts = job.attempts ?? [];
  const entries = [
    ...events.map((event) => ({ at: event.at, kind: event.to.toLowerCase(), title: event.to.toLowerCase(), text: `${event.reason}${event.actor ? ` (${event.actor})` : ""}` })),
    ...attempts.flatMap(ofAttempt),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const start = Date.parse(job.created);
  return entries.map(({ at, kind, title, text }) =>
    h(
      "li",
      { class: kind },
      h("time", { datetime: at, title: clock(at) }, `+${duration(Math.max(0, Date.parse(at) - start) / 1000)}`),
      h("span", { class: "strong" }, title),
      h("span", { class: "reason" }, text),
    ),
  );
}

function ofAttempt(attempt: Attempt): { at: string; kind: string; title: string; text: string }[] {
  const steps = (attempt.steps ?? []).flatMap((step) => {
    if (!step.started) return [];
    const seconds = step.finished ? duration((Date.parse(step.finished) - Date.parse(step.started)) / 1000) : "running";
    return [{ at: step.started, kind: `step ${step.phase.toLowerCase()}`, title: step.name, text: [seconds, step.message && reasonOf(step.message)].filter(Boolean).join(" · ") }];
  });
  return [{ at: attempt.claimed, kind: "attempt", title: `attempt ${attempt.number}`, text: `${attempt.engine} engine` }, ...steps];
}

function parametersOf(input: Input): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    h("dt", {}, "digest"),
    h("dd", { class: "mono" }, input.digest),
    h("dt", {}, "parameters"),
    h("dd", {}, h("pre", {}, JSON.stringify(input.parameters ?? {}, null, 1))),
  );
}

/** Something that may be done to a job. */
interface Action {
  readonly name: string;
  readonly question: string;
  readonly role: Role;
  readonly isDangerous?: boolean;
  readonly asksWhy?: boolean;
  /** @returns the page to go to */
  run(job: Job, reason: string, input: Input | undefined): Promise<string | undefined>;
}

const RETRY: Action = {
  name: "Retry",
  question: "Start another attempt of this job?",
  role: "submit",
  asksWhy: true,
  run: async (job, reason) => {
    await send("PUT", `/jobs/${job.id}/retry`, reason ? { reason } : {});
    return undefined;
  },
};

const FORCE: Action = {
  name: "Force another attempt",
  question: "Start another attempt, although this job has ended?",
  role: "admin",
  isDangerous: true,
  asksWhy: true,
  run: async (job, reason) => {
    await send("PUT", `/jobs/${job.id}/state/PENDING`, reason ? { reason } : {});
    return undefined;
  },
};

const CANCEL: Action = {
  name: "Cancel",
  question: "Take this job back? What it has begun is ended.",
  role: "submit",
  isDangerous: true,
  run: async (job) => {
    await send("DELETE", `/jobs/${job.id}`);
    return undefined;
  },
};

const RERUN: Action = {
  name: "Run again",
  question: "Submit the same again, as a new job?",
  role: "submit",
  run: async (job, _reason, input) => {
    const { source, collection, action } = job;
    const made = await send<Job>("POST", "/jobs", { source, collection, action, parameters: input?.parameters ?? {} });
    return `/jobs/${made.id}`;
  },
};

function actionsOf(job: Job, roles: readonly Role[], act: (action: Action) => Promise<void>): HTMLElement[] {
  const isLive = ["NEW", "PENDING", "RETRY"].includes(job.state);
  const list = [
    ...(job.state === "RETRY" ? [RETRY] : []),
    ...(isLive ? [CANCEL] : [RERUN]),
    ...(job.state === "FAILED" || job.state === "INVALID" ? [FORCE] : []),
  ];
  return list.filter(({ role }) => roles.includes(role)).map((action) =>
    h("button", { type: "button", class: action.isDangerous ? "danger" : "main", onclick: () => void act(action) }, action.name),
  );
}

/** Asks before it does; the answer is the reason, which the history keeps. */
function confirm(action: Action, job: Job): Promise<string | undefined> {
  return new Promise((resolve) => {
    const reason = h("input", { id: "reason", maxlength: 200, placeholder: "optional; kept in the history" });
    const dialog = h(
      "dialog",
      { "aria-labelledby": "confirm-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "confirm-title" }, action.question),
        h("p", { class: "hint" }, job.item),
        action.asksWhy && h("div", { class: "field" }, h("label", { for: "reason" }, "Reason"), reason),
        h(
          "div",
          { class: "actions" },
          h("button", { value: "yes", class: action.isDangerous ? "danger" : "main" }, action.name),
          h("button", { value: "no" }, "Leave it"),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? reason.value.trim() : undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
