/** Who uses the page. The token lives as long as the tab. */

const TOKEN = "zarrgo.token";

export type Role = "read" | "submit" | "admin";

export function token(): string | null {
  return sessionStorage.getItem(TOKEN);
}

export function keepToken(value: string): void {
  sessionStorage.setItem(TOKEN, value);
}

export function forgetToken(): void {
  sessionStorage.removeItem(TOKEN);
}

/** Who one is for the service, and what one may do there. */
export interface Person {
  readonly name: string;
  readonly roles: readonly Role[];
}

let known: { readonly token: string | null; readonly person: Promise<Person> } | undefined;

/** Asked once for each token. A service that does not say may still refuse. */
export function person(): Promise<Person> {
  const current = token();
  if (known?.token !== current) {
    const asked = fetchAs(new Request(new URL("/ui/session.json", location.href))).then((answer): Person | Promise<Person> => {
      if (answer.status === 401) return { name: "", roles: [] };
      if (!answer.ok) throw new Error(`The service answered ${answer.status} to the question who asks.`);
      return answer.json() as Promise<Person>;
    });
    known = { token: current, person: asked };
    asked.catch(() => (known = undefined));
  }
  return (known as { person: Promise<Person> }).person;
}

export async function may(role: Role): Promise<boolean> {
  return (await person()).roles.includes(role);
}

/** Asks the service, and whom it concerns is told in the header; other hosts are not told. */
export function fetchAs(request: Request): Promise<Response> {
  const value = token();
  if (value && new URL(request.url).origin === location.origin) request.headers.set("Authorization", `Bearer ${value}`);
  return fetch(request);
}
