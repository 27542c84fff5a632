import { fill, h, later } from "../dom";
import { count, day } from "../format";
import type { Catalog, Item, Page, Search } from "./catalog";
import { smallPictureOf } from "./catalog";
import { protectedPicture } from "../picture";
import type { Settings } from "../settings";

/** Finds items: filters, and what they leave. */
export interface Finder {
  readonly element: HTMLElement;
  /** Marks the chosen item in the list. */
  mark(id: string): void;
}

export function finder(
  catalog: Catalog,
  settings: Settings,
  start: Search,
  found: (items: readonly Item[], search: Search) => void,
  choose: (item: Item) => void,
): Finder {
  let search = start;
  let items: readonly Item[] = [];
  let chosen = "";
  const list = h("ul", { class: "items", "aria-label": "Items" });
  const status = h("p", { class: "hint", role: "status" });
  const more = h("button", { type: "button", hidden: true }, "Show more");
  const collections = h("select", { id: "find-collection" }, h("option", { value: "" }, "All collections"));
  const from = h("input", { type: "date", id: "find-from", value: search.from });
  const to = h("input", { type: "date", id: "find-to", value: search.to });
  const cloud = h("input", { type: "range", id: "find-cloud", min: 0, max: 100, step: 1 });
  cloud.value = String(search.cloud);
  const cloudText = h("output", {});
  const sayCloud = () => (cloudText.textContent = search.cloud < 100 ? `≤ ${search.cloud} %` : "any");
  sayCloud();

  const draw = (page: Page, isMore: boolean) => {
    items = isMore ? [...items, ...page.items] : page.items;
    status.textContent = items.length === 0 ? "Nothing was found. Widen the filters." : count(page.total ?? items.length, "item");
    fill(list, items.map(entry));
    more.hidden = !page.next;
    more.onclick = () => page.next && void load(catalog.page(page.next), true);
    found(items, search);
  };
  const entry = (item: Item) => {
    const picture = smallPictureOf(item, settings, 88);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "item", "data-item": item.id, "aria-pressed": String(item.id === chosen), onclick: () => choose(item) },
        picture ? protectedPicture(picture, "", { width: 44, height: 44 }) : h("span", { class: "no-picture" }),
        h("span", { class: "name" }, item.id),
        h("span", { class: "hint" }, [dateOf(item), cloudOf(item)].filter(Boolean).join(" · ")),
      ),
    );
  };
  let asked = 0;
  const load = async (page: Promise<Page>, isMore: boolean) => {
    const mine = ++asked;
    status.textContent = "Searching …";
    try {
      const result = await page;
      if (mine === asked) draw(result, isMore);
    } catch (error) {
      if (mine === asked) fill(status, h("span", { class: "error", role: "alert" }, error instanceof Error ? error.message : String(error)));
    }
  };
  const again = later(250, () => {
    search = { collection: collections.value, from: from.value, to: to.value, cloud: Number(cloud.value) };
    sayCloud();
    void load(catalog.search(search), false);
  });
  for (const input of [collections, from, to, cloud]) input.addEventListener("input", again);

  void catalog.collections().then(
    (all) => {
      collections.append(...all.map(({ id, title }) => h("option", { value: id, selected: id === search.collection }, title ?? id)));
    },
    () => undefined, // the search says what is wrong
  );
  void load(catalog.search(search), false);

  return {
    element: h(
      "div",
      { class: "find" },
      h("div", { class: "field" }, h("label", { for: "find-collection" }, "Collection"), collections),
      h(
        "div",
        { class: "row" },
        h("div", { class: "field" }, h("label", { for: "find-from" }, "From"), from),
        h("div", { class: "field" }, h("label", { for: "find-to" }, "To"), to),
      ),
      h("label", { class: "slider" }, h("span", {}, "Clouds"), cloud, cloudText),
      status,
      list,
      more,
    ),
    mark: (id) => {
      chosen = id;
      for (const button of list.querySelectorAll<HTMLElement>("button.item")) button.setAttribute("aria-pressed", String(button.dataset["item"] === id));
    },
  };
}

export function dateOf(item: Item): string {
  return day(String(item.properties["datetime"] ?? item.properties["start_datetime"] ?? ""));
}

export function cloudOf(item: Item): string {
  const value = item.properties["eo:cloud_cover"];
  return typeof value === "number" ? `${value < 1 ? value.toFixed(1) : Math.round(value)} % clouds` : "";
}
