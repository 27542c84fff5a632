import { h } from "./dom";
import { fetchAs, token } from "./session";

/** A picture of the service. Where one has to say who one is, an `img` alone could not load it. */
export function protectedPicture(address: string, alt: string, properties: Record<string, unknown> = {}): HTMLImageElement {
  const url = new URL(address, location.href);
  if (!token() || url.origin !== location.origin) return h("img", { src: address, alt, loading: "lazy", ...properties });
  const image = h("img", { alt, ...properties });
  void fetchAs(new Request(url)).then(
    async (answer) => {
      if (!answer.ok) return;
      image.src = URL.createObjectURL(await answer.blob());
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    },
    () => undefined, // the alternative text stands in its place
  );
  return image;
}
