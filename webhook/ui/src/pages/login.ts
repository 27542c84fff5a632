import { h } from "../dom";
import type { Page } from "../page";
import { go } from "../page";
import { fetchAs, forgetToken, keepToken } from "../session";
import { settings as loadSettings } from "../settings";
import type { Oidc } from "../settings";

const VERIFIER = "zarrgo.verifier";
const GOAL = "zarrgo.goal";

/** Says who one is: with a token, or at the identity provider. */
export async function page(): Promise<Page> {
  const settings = await loadSettings();
  const query = new URLSearchParams(location.search);
  const goal = goalOf(query.get("from") ?? sessionStorage.getItem(GOAL));
  const message = h("p", { class: "error", role: "alert" });

  if (settings.oidc && query.has("code")) {
    try {
      keepToken(await redeem(settings.oidc, query));
      sessionStorage.removeItem(GOAL);
      setTimeout(() => go(goal));
      return { title: "Log in", body: h("section", { class: "narrow" }, h("p", {}, "Logged in.")) };
    } catch (error) {
      message.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  const input = h("input", { id: "token", type: "password", autocomplete: "current-password", required: true });
  const form = h(
    "form",
    {
      onsubmit: (event: Event) => {
        event.preventDefault();
        message.textContent = "";
        void tryToken(input.value.trim()).then(
          () => go(goal),
          (error: Error) => {
            message.textContent = error.message;
            input.setAttribute("aria-invalid", "true");
            input.focus();
          },
        );
      },
    },
    h("div", { class: "field" }, h("label", { for: "token" }, "Token"), input, h("p", { class: "hint" }, "From whoever runs this service. It is kept until this tab is closed.")),
    message,
    h("div", { class: "actions" }, h("button", { class: "main" }, "Log in")),
  );
  const { oidc } = settings;
  return {
    title: "Log in",
    body: h(
      "section",
      { class: "narrow" },
      h("h1", {}, "Log in"),
      oidc && h("p", {}, h("button", { type: "button", class: "main", onclick: () => void leaveFor(oidc, goal) }, "Log in with your organisation")),
      oidc && h("p", { class: "hint" }, "or"),
      form,
    ),
  };
}

/** Only places of this application: an address in a link must not lead elsewhere. */
function goalOf(text: string | null): string {
  return text && /^\/(?![/\\])/.test(text) && !text.startsWith("/login") ? text : "/";
}

async function tryToken(token: string): Promise<void> {
  keepToken(token);
  const answer = await fetchAs(new Request(new URL("/jobs?limit=1", location.href), { headers: { Accept: "application/json" } }));
  if (answer.ok) return;
  forgetToken();
  throw new Error(answer.status === 401 ? "The service does not know this token." : `The service answered ${answer.status}.`);
}

/** Authorization code with PKCE (RFC 7636). */
async function leaveFor(oidc: Oidc, goal: string): Promise<void> {
  const verifier = base64(crypto.getRandomValues(new Uint8Array(48)));
  sessionStorage.setItem(VERIFIER, verifier);
  sessionStorage.setItem(GOAL, goal);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const address = new URL(oidc.authorization);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: oidc.client,
    redirect_uri: `${location.origin}/login`,
    scope: oidc.scope,
    state: verifier.slice(0, 16),
    code_challenge: base64(new Uint8Array(digest)),
    code_challenge_method: "S256",
  }).toString();
  location.assign(address);
}

async function redeem(oidc: Oidc, query: URLSearchParams): Promise<string> {
  const verifier = sessionStorage.getItem(VERIFIER) ?? "";
  sessionStorage.removeItem(VERIFIER);
  if (!verifier || query.get("state") !== verifier.slice(0, 16)) throw new Error("This login was not begun here. Begin it again.");
  const answer = await fetch(oidc.token, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: query.get("code") ?? "",
      redirect_uri: `${location.origin}/login`,
      client_id: oidc.client,
      code_verifier: verifier,
    }),
  });
  const document = (await answer.json().catch(() => ({}))) as { access_token?: string; error_description?: string };
  if (!answer.ok || !document.access_token) throw new Error(document.error_description ?? `The identity provider answered ${answer.status}.`);
  return document.access_token;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
