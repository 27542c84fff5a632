type Child = Node | string | number | null | undefined | false;
type Properties = Record<string, unknown>;

/** Makes an element: `h("a", { href: "/jobs", class: "quiet" }, "Jobs")`. Handlers are `onclick` and so on. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  set(element, properties);
  append(element, children);
  return element;
}

/** The same for a drawing. */
export function svg(name: string, properties: Properties = {}, ...children: (Child | Child[])[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, properties);
  append(element, children);
  return element;
}

function set(element: Element, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected")
      (element as unknown as Properties)[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(element: Element | DocumentFragment, children: (Child | Child[])[]): void {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: (Child | Child[])[]): void {
  element.replaceChildren();
  append(element, children);
}

/** Replaces what has changed of what an element holds; the rest stays, and with it the focus. */
export function update(element: Element, ...children: (Child | Child[])[]): void {
  const next = document.createDocumentFragment();
  append(next, children);
  updateNodes(element, [...next.childNodes]);
}

function updateNodes(element: Element, next: readonly ChildNode[]): void {
  next.forEach((child, i) => {
    const old = element.childNodes[i];
    if (!old) element.append(child);
    else if (old.isEqualNode(child)) return;
    else if (isSameFrame(old, child)) updateNodes(old as Element, [...child.childNodes]);
    else old.replaceWith(child);
  });
  while (element.childNodes.length > next.length) element.lastChild?.remove();
}

/** What can be pressed is replaced as a whole, since nobody sees from outside what it does. */
function isSameFrame(old: ChildNode, next: ChildNode): boolean {
  return next instanceof Element && !next.matches("a, button, input, select, svg") && old.cloneNode(false).isEqualNode(next.cloneNode(false));
}

/** Runs `action` once, a while after the last call. */
export function later(milliseconds: number, action: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, milliseconds);
  };
}
