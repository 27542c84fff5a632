/** What the service tells its pages before anybody has logged in. */
export interface Settings {
  readonly version: string;
  /** Where items are searched: a STAC API. */
  readonly catalog: string;
  /** Where an object of a store is reached that an item names by a location. */
  readonly stores: readonly { readonly location: string; readonly route: string }[];
  readonly baseMaps: readonly BaseMap[];
  /** The address of Argo's pages, up to and with the namespace; empty with the local engine. */
  readonly argo: string;
  /** Whether someone without a token may do everything, as on a laptop. */
  readonly open: boolean;
  readonly oidc?: Oidc;
}

/** A map from elsewhere that may be chosen as background. */
export interface BaseMap {
  readonly title: string;
  readonly url: string;
  readonly attribution: string;
}

/** Where people prove who they are. */
export interface Oidc {
  readonly authorization: string;
  readonly token: string;
  readonly client: string;
  readonly scope: string;
}

let loaded: Promise<Settings> | undefined;

export function settings(): Promise<Settings> {
  loaded ??= fetch("/ui/settings.json").then((answer) => {
    if (!answer.ok) throw new Error(`The service answered ${answer.status} to the question for its settings.`);
    return answer.json() as Promise<Settings>;
  });
  return loaded;
}
