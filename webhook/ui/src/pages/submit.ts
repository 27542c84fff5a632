import "./jobs.css";
import type { Job } from "../api";
import { get, messageOf, Problem, send } from "../api";
import { fill, h } from "../dom";
import type { Page } from "../page";
import { go } from "../page";
import { may } from "../session";

/** The part of JSON Schema that inputs of processes use. */
interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Input {
  readonly title?: string;
  readonly description?: string;
  readonly minOccurs?: number;
  readonly schema: Schema;
}

interface Process {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Input>>;
}

/** A form for what the service can do, made from what it says of itself. */
export async function page(): Promise<Page> {
  const { processes } = await get<{ processes: { id: string }[] }>("/processes");
  const process = await get<Process>(`/processes/${processes[0]?.id ?? "convert"}`);
  const collections = await get<{ collections: { id: string }[] }>("/catalog/collections").catch(() => ({ collections: [] }));
  const fields = Object.entries(process.inputs).flatMap(([name, input]) => fieldsOf(name, input));
  const message = h("div", { class: "error", role: "alert" });
  const maySubmit = await may("submit");
  const button = h("button", { class: "main", disabled: !maySubmit }, "Submit");

  const form = h(
    "form",
    { novalidate: true },
    fields.filter(({ isDetail }) => !isDetail).map(({ element }) => element),
    fields.some(({ isDetail }) => isDetail) &&
      h("details", {}, h("summary", {}, "Options of the converter"), h("div", { class: "grid" }, fields.filter(({ isDetail }) => isDetail).map(({ element }) => element))),
    h("datalist", { id: "collections" }, collections.collections.map(({ id }) => h("option", { value: id }))),
    message,
    h("div", { class: "actions" }, button),
  );
  form.querySelector("[name=collection]")?.setAttribute("list", "collections");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill(message);
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0]?.focus();
      return;
    }
    button.disabled = true;
    void send<Job>("POST", `/processes/${process.id}/execution`, { inputs: inputsOf(fields) })
      .then(
        (job) => go(`/jobs/${job.id}`),
        (error: unknown) => show(error, fields, message),
      )
      .finally(() => (button.disabled = false));
  });
  return {
    title: "Submit",
    body: h("section", { class: "narrow" }, h("h1", {}, process.title), h("p", { class: "hint" }, process.description), !maySubmit && h("p", { class: "error", role: "alert" }, "You may look, but not submit: that needs another role."), form),
  };
}

interface Field {
  readonly path: readonly string[];
  readonly element: HTMLElement;
  readonly isDetail: boolean;
  /** Says what is wrong beside the field. */
  check(): boolean;
  say(text: string): void;
  focus(): void;
  /** `undefined` where nothing was entered. */
  value(): unknown;
}

/** Members of an object become fields of their own. */
function fieldsOf(name: string, input: Input): Field[] {
  if (!input.schema.properties) return [field([name], input.title ?? name, input.description ?? "", input.schema, (input.minOccurs ?? 1) > 0, false)];
  return Object.entries(input.schema.properties).map(([member, schema]) => field([name, member], member, "", schema, false, true));
}

function field(path: readonly string[], title: string, description: string, schema: Schema, isRequired: boolean, isDetail: boolean): Field {
  const id = `input-${path.join("-")}`;
  const error = h("p", { class: "error", id: `${id}-error` });
  const control = controlOf(id, path.at(-1) ?? "", schema, isRequired);
  const say = (text: string) => {
    error.textContent = text;
    control.toggleAttribute("aria-invalid", text !== "");
    if (text) control.setAttribute("aria-invalid", "true");
  };
  const value = () => valueOf(control.value.trim(), schema);
  control.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  // While typing, not when leaving: a message that goes when the pointer is already down moves the button away.
  control.addEventListener("input", () => {
    if (error.textContent) say(faultOf(control.value.trim(), schema, isRequired));
  });
  return {
    path,
    isDetail,
    element: h(
      "div",
      { class: "field" },
      h("label", { for: id }, title, isRequired && " (needed)"),
      control,
      h("p", { class: "hint", id: `${id}-help` }, description),
      error,
    ),
    check: () => {
      const fault = faultOf(control.value.trim(), schema, isRequired);
      say(fault);
      return fault === "";
    },
    say,
    focus: () => control.focus(),
    value,
  };
}

function controlOf(id: string, name: string, schema: Schema, isRequired: boolean): HTMLInputElement | HTMLSelectElement {
  const options = schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : undefined);
  if (options) {
    const usual = schema.default === undefined ? "" : String(schema.default);
    return h(
      "select",
      { id, name },
      !isRequired && usual === "" && h("option", { value: "" }, "as usual"),
      options.map((option) => h("option", { value: option, selected: option === usual }, option)),
    );
  }
  const isNumber = schema.type === "integer" || schema.type === "number";
  return h("input", {
    id,
    name,
    type: isNumber ? "number" : "text",
    min: schema.minimum,
    max: schema.maximum,
    required: isRequired,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: schema.type === "array" ? "one, two, …" : schema.format === "uri" ? "https://…" : undefined,
  });
}

/** What is wrong with an entry; empty if nothing is. */
function faultOf(text: string, schema: Schema, isRequired: boolean): string {
  if (text === "") return isRequired ? "This is needed." : "";
  if (schema.format === "uri" && !/^(https?|s3):\/\/[^\s/]+/i.test(text)) return "Give an address that begins with https:// or s3://.";
  if (schema.type === "integer" || schema.type === "number") {
    const number = Number(text);
    if (!Number.isFinite(number) || (schema.type === "integer" && !Number.isInteger(number))) return "Give a whole number.";
    if (schema.minimum !== undefined && number < schema.minimum) return `At least ${schema.minimum}.`;
    if (schema.maximum !== undefined && number > schema.maximum) return `At most ${schema.maximum}.`;
  }
  return "";
}

function valueOf(text: string, schema: Schema): unknown {
  if (text === "") return undefined;
  switch (schema.type) {
    case "integer":
    case "number":
      return Number(text);
    case "boolean":
      return text === "true";
    case "array":
      return text.split(",").map((part) => part.trim()).filter(Boolean);
    default:
      return text;
  }
}

function inputsOf(fields: readonly Field[]): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const { path, value } of fields) {
    const entered = value();
    const [name = "", member] = path;
    if (entered === undefined) continue;
    if (member === undefined) inputs[name] = entered;
    else inputs[name] = { ...(inputs[name] as object | undefined), [member]: entered };
  }
  return inputs;
}

/** Puts what the service found wrong beside the fields that it is about. */
function show(error: unknown, fields: readonly Field[], message: HTMLElement): void {
  const faults = error instanceof Problem ? error.faults : [];
  const unplaced = faults.filter(({ pointer, detail }) => {
    const parts = pointer.replace(/^#?\/?/, "").split("/");
    const target = fields.find(({ path }) => path.at(-1) === parts.at(-1));
    target?.say(detail);
    return !target;
  });
  fields.find(({ element }) => element.querySelector(".error")?.textContent)?.focus();
  fill(message, faults.length === 0 ? messageOf(error) : unplaced.map(({ pointer, detail }) => h("p", {}, `${pointer}: ${detail}`)));
}
