import "./style.css";
import { fill, h } from "./dom";
import { shell } from "./shell";
import type { Page } from "./page";

/** Pages by their address; each is fetched when it is first asked for. */
const PAGES: readonly { pattern: RegExp; load: () => Promise<{ page: (parts: string[]) => Page | Promise<Page> }> }[] = [
  { pattern: /^\/$/, load: () => import("./pages/overview") },
  { pattern: /^\/map$/, load: () => import("./map/page") },
  { pattern: /^\/jobs$/, load: () => import("./pages/jobs") },
  { pattern: /^\/jobs\/([^/]+)$/, load: () => import("./pages/job") },
  { pattern: /^\/submit$/, load: () => import("./pages/submit") },
  { pattern: /^\/login$/, load: () => import("./pages/login") },
];

let current: Page | undefined;
let visit = 0;

async function show(): Promise<void> {
  const mine = ++visit;
  current?.close?.();
  current = undefined;
  for (const { pattern, load } of PAGES) {
    const match = pattern.exec(location.pathname);
    if (!match) continue;
    try {
      const { page } = await load();
      const next = await page(match.slice(1).map(decodeURIComponent));
      if (mine !== visit) return next.close?.();
      current = next;
      shell(location.pathname, next);
    } catch (error) {
      if (mine === visit) shell(location.pathname, { title: "Error", body: problem(error) });
    }
    return;
  }
  shell(location.pathname, { title: "Not found", body: h("section", { class: "narrow" }, h("h1", {}, "There is no such page")) });
}

function problem(error: unknown): HTMLElement {
  const message = error instanceof Error ? error.message : String(error);
  return h("section", { class: "narrow" }, h("h1", {}, "This page can't be shown"), h("p", { class: "error", role: "alert" }, message));
}

/** Follows links within the application without loading it again. */
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element).closest?.("a");
  if (!link || link.target || link.origin !== location.origin) return;
  if (!PAGES.some(({ pattern }) => pattern.test(link.pathname)) || link.hasAttribute("download")) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  window.scrollTo(0, 0);
  void show();
});
window.addEventListener("popstate", () => void show());
window.addEventListener("zarrgo:go", () => void show());

fill(document.getElementById("app") as HTMLElement);
void show();
