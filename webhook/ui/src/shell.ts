import { fill, h } from "./dom";
import icon from "./icon.svg";
import type { Page } from "./page";
import { forgetToken, person, token } from "./session";
import { settings } from "./settings";

const LINKS = [
  ["/", "Overview"],
  ["/map", "Map"],
  ["/jobs", "Jobs"],
  ["/submit", "Submit"],
] as const;

const THEME = "zarrgo.theme";

/** The frame around each page: where one is, where one can go, who one is. */
export function shell(path: string, page: Page): void {
  document.title = page.title === "Zarrgo" ? "Zarrgo" : `${page.title} · Zarrgo`;
  const app = document.getElementById("app") as HTMLElement;
  document.body.classList.toggle("full", page.isFull === true);
  fill(
    app,
    h("a", { href: "#content", class: "skip" }, "Skip to content"),
    h(
      "header",
      { class: "top" },
      h("a", { href: "/", class: "brand" }, h("img", { src: icon, alt: "", width: 24, height: 24 }), "Zarrgo"),
      h(
        "nav",
        { "aria-label": "Main" },
        LINKS.map(([href, text]) => h("a", { href, "aria-current": isCurrent(path, href) ? "page" : undefined }, text)),
      ),
      h("div", { class: "tools" }, themeButton(), account()),
    ),
    h("main", { id: "content", tabindex: -1 }, page.body),
  );
}

function isCurrent(path: string, href: string): boolean {
  return href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
}

/** Light, dark, or as the system says. */
export function applyTheme(): void {
  const theme = localStorage.getItem(THEME);
  if (theme) document.documentElement.dataset["theme"] = theme;
  else delete document.documentElement.dataset["theme"];
}

export function isDark(): boolean {
  const theme = localStorage.getItem(THEME);
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function themeButton(): HTMLElement {
  const button = h("button", { type: "button", class: "plain", "aria-label": "Change between light and dark", title: "Light or dark" }, "◐");
  button.addEventListener("click", () => {
    localStorage.setItem(THEME, isDark() ? "light" : "dark");
    applyTheme();
    window.dispatchEvent(new Event("zarrgo:theme"));
  });
  return button;
}

function account(): HTMLElement {
  const place = h("span", { class: "account" });
  void settings().then(
    ({ open }) => {
      if (open) return;
      if (!token()) return fill(place, h("a", { href: `/login?from=${encodeURIComponent(location.pathname + location.search)}` }, "Log in"));
      const leave = h("button", { type: "button", class: "plain" }, "Log out");
      leave.addEventListener("click", () => {
        forgetToken();
        window.dispatchEvent(new Event("zarrgo:go"));
      });
      const name = h("span", { class: "hint" });
      fill(place, name, leave);
      void person().then(
        (one) => (name.textContent = one.name),
        () => undefined, // the page itself says what is wrong
      );
    },
    () => undefined,
  );
  return place;
}

applyTheme();
