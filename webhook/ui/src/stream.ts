import { call } from "./api";

/** One event of a stream. */
export interface StreamEvent {
  readonly id: string;
  readonly name: string;
  readonly data: string;
}

/**
 * Listens to a stream of events until it ends or is stopped. Unlike the browser's own `EventSource` it says who
 * asks; like it, it comes back after a while where it was, unless the server ended the stream for good.
 *
 * @param isEndless whether an end means that the connection broke
 */
export function listen(address: string, isEndless: boolean, heard: (event: StreamEvent) => void, lost?: (isLost: boolean) => void): () => void {
  const stop = new AbortController();
  let last = "";
  const run = async () => {
    for (let wait = 1000; !stop.signal.aborted; wait = Math.min(30_000, wait * 2)) {
      try {
        const answer = await read(last);
        lost?.(false);
        wait = 1000;
        for await (const event of events(answer)) {
          if (event.id) last = event.id;
          heard(event);
        }
        if (!isEndless) return;
      } catch (error) {
        if (stop.signal.aborted || !isEndless) return;
        lost?.(true);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
  const read = async (id: string) => {
    const query = id && isEndless ? { "Last-Event-ID": id } : {};
    return call("GET", address, undefined, "text/event-stream", stop.signal, query);
  };
  void run();
  return () => stop.abort();
}

/** Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
async function* events(answer: Response): AsyncGenerator<StreamEvent> {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let event = { id: "", name: "message", data: [] as string[] };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const lines = text.split(/\r\n|\n|\r/);
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (event.data.length > 0) yield { id: event.id, name: event.name, data: event.data.join("\n") };
        event = { id: event.id, name: "message", data: [] };
        continue;
      }
      const colon = line.indexOf(":");
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const content = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "id") event.id = content;
      if (field === "event") event.name = content;
      if (field === "data") event.data.push(content);
    }
  }
}
