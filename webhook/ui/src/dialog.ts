import { call, messageOf } from "./api";
import { h } from "./dom";

/** Opens a document of the service, which a plain link could not when one has to say who one is. */
export function textButton(address: string, title: string): HTMLElement {
  return h(
    "button",
    {
      type: "button",
      class: "plain",
      onclick: () => {
        void call("GET", address, undefined, "*/*").then(
          async (answer) => {
            const content = await answer.text();
            const text = answer.headers.get("content-type")?.includes("json") ? JSON.stringify(JSON.parse(content), null, 2) : content;
            showText(title, text || "nothing yet");
          },
          (error: unknown) => showText(title, messageOf(error)),
        );
      },
    },
    title,
  );
}

function showText(title: string, text: string): void {
  const dialog = h(
    "dialog",
    { class: "text", "aria-label": title },
    h("form", { method: "dialog", class: "title" }, h("h2", {}, title), h("button", {}, "Close")),
    h("pre", { tabindex: 0 }, text),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
