import { h } from "../dom";
import type { Page } from "../page";

export function page(_parts: string[]): Page {
  return { title: "Zarrgo", body: h("section", {}, h("h1", {}, "Zarrgo")) };
}
