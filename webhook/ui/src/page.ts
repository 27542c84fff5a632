/** What a page gives to the frame around it. */
export interface Page {
  readonly title: string;
  readonly body: HTMLElement;
  /** Whether the page fills the window instead of scrolling in it. */
  readonly isFull?: boolean;
  /** Ends what goes on in the background. */
  close?(): void;
}

/** Goes to another page of the application. */
export function go(address: string): void {
  history.pushState(null, "", address);
  window.dispatchEvent(new Event("zarrgo:go"));
}

/** Replaces the query of the address without leaving a trace in the history. */
export function keepQuery(parameters: URLSearchParams): void {
  const text = parameters.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : ""));
}
