import { go } from "./page";
import { fetchAs, forgetToken, token } from "./session";

/** What the service says is wrong: a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly advice: string,
    readonly faults: readonly { pointer: string; detail: string }[],
  ) {
    super(message);
  }
}

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly title?: string;
  readonly type?: string;
}

export type State = "NEW" | "PENDING" | "DONE" | "RETRY" | "FAILED" | "INVALID";

export const STATES: readonly State[] = ["NEW", "PENDING", "DONE", "RETRY", "FAILED", "INVALID"];

export interface Step {
  readonly name: string;
  readonly phase: string;
  readonly started?: string;
  readonly finished?: string;
  readonly message?: string;
}

export interface Attempt {
  readonly number: number;
  readonly engine: string;
  readonly workflow: string;
  readonly claimed: string;
  readonly started?: string;
  readonly finished?: string;
  readonly exitCode?: number;
  readonly code?: string;
  readonly message?: string;
  readonly steps?: readonly Step[];
}

export interface Job {
  readonly id: string;
  readonly status: string;
  readonly state: State;
  readonly action: string;
  readonly collection: string;
  readonly item: string;
  readonly source: string;
  readonly owner: string;
  readonly lane: string;
  readonly percent: number;
  readonly attempt: number;
  readonly workflow?: string;
  readonly code?: string;
  readonly message?: string;
  readonly created: string;
  readonly updated: string;
  readonly started?: string;
  readonly finished?: string;
  readonly nextAttempt?: string;
  readonly attempts?: readonly Attempt[];
  readonly links: readonly Link[];
}

export interface JobEvent {
  readonly sequence: number;
  readonly job: string;
  readonly at: string;
  readonly from?: State;
  readonly to: State;
  readonly actor: string;
  readonly reason: string;
}

export async function get<T>(address: string): Promise<T> {
  return (await call("GET", address)).json() as Promise<T>;
}

export async function send<T>(method: "POST" | "PUT" | "DELETE", address: string, body?: unknown): Promise<T> {
  const answer = await call(method, address, body);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export async function call(method: string, address: string, body?: unknown, accept = "application/json", signal?: AbortSignal, more: Record<string, string> = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: accept, ...more };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const request = new Request(new URL(address, location.href), {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
    redirect: "follow",
  });
  let answer: Response;
  try {
    answer = await fetchAs(request);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, "The service does not answer.", "Check whether it runs; this page goes on when it does.", []);
  }
  if (answer.status === 401) {
    if (token()) forgetToken();
    if (location.pathname !== "/login") go(`/login?from=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function problemOf(answer: Response): Promise<Problem> {
  const document = (await answer.json().catch(() => ({}))) as {
    detail?: string;
    title?: string;
    advice?: string;
    errors?: { pointer: string; detail: string }[];
  };
  const text = document.detail ?? document.title ?? `The service answered ${answer.status}.`;
  const advice = answer.status === 403 ? "Log in as somebody who may do this." : (document.advice ?? "");
  return new Problem(answer.status, text, advice, document.errors ?? []);
}

export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof Problem && error.advice ? `${text} – ${error.advice}` : text;
}
