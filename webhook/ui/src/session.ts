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

/** Asks the service, and whom it concerns is told in the header; other hosts are not told. */
export function fetchAs(request: Request): Promise<Response> {
  const value = token();
  if (value && new URL(request.url).origin === location.origin) request.headers.set("Authorization", `Bearer ${value}`);
  return fetch(request);
}
