// Events of either generation of the wire, told as one: the draft has positions, version 6 one object.
import { events as rows, type HappeningName } from '@cordboard/contract/dialects/ipsc/events';

/** What a notification says: a name of ours, the name on the wire, and what it carries by name. */
export type LocalEvent = {
  readonly name: HappeningName;
  readonly method: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Its number, where the page has asked for extensions. */
  readonly seq: number | null;
};

type Wording = { readonly name: HappeningName; readonly carries: readonly string[] };

const wordings: ReadonlyMap<string, Wording> = new Map([
  ...(Object.entries(rows) as [HappeningName, (typeof rows)[HappeningName]][]).flatMap(([name, { draft, v6 }]) =>
    [draft, v6].flatMap((worded) =>
      worded === null ? [] : [[worded.method, { name, carries: worded.carries }] as const],
    ),
  ),
  ['onQueueInfoEvent', { name: 'queueInfo', carries: ['queueInfo'] }] as const,
]);

/** What the draft calls otherwise. */
const sameAs: Readonly<Record<string, string>> = {
  newState: 'state',
  newWorkType: 'workType',
  agentState: 'state',
  ctiIndex: 'index',
  ringInfo: 'call',
};

/** @returns null: a notification that is not known here. */
export function eventOf(method: string, params: unknown, seq: number | null): LocalEvent | null {
  const wording = wordings.get(method);
  if (wording === undefined || !Array.isArray(params)) return null;
  const [only] = params as readonly unknown[];
  const isObject = params.length === 1 && typeof only === 'object' && only !== null && isNamed(only, wording);
  const named = isObject
    ? (only as Readonly<Record<string, unknown>>)
    : Object.fromEntries(wording.carries.map((key, index) => [key, (params as readonly unknown[])[index]]));
  const detail = Object.fromEntries(Object.entries(named).map(([key, value]) => [sameAs[key] ?? key, value]));
  return { name: wording.name, method, detail, seq };
}

/** An object that has the names of what is carried is version 6; else it is the draft's one argument. */
const isNamed = (value: object, { carries }: Wording): boolean => carries.every((key) => key in value);
