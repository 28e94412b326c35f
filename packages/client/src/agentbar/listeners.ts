// Who of the page hears what: by `on`, by `attachEvent` with or without the "on" before the name, by assignment; twins and other spellings included.
import { agentBarEvents, type EventRow } from '@cordboard/contract/dialects/agentbar';
import type { BarEventName } from './names.ts';

type Listener = (...args: unknown[]) => void;
type Heard = { readonly event: BarEventName; readonly twin: boolean };

const rows: Readonly<Record<string, EventRow>> = agentBarEvents;

/** Every name that can be listened to. */
export const listenable: ReadonlyMap<string, Heard> = new Map(
  Object.entries(rows).flatMap(([name, row]) => {
    const event = name as BarEventName;
    const names: [string, Heard][] = [[name, { event, twin: false }]];
    for (const alias of row.aliases ?? []) names.push([alias, { event, twin: false }]);
    if (row.twin === true) names.push([`JS${name}`, { event, twin: true }]);
    return names;
  }),
);

export class BarListeners {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #handlers = new Map<string, Listener>();
  readonly #failed: (error: unknown) => void;

  /** @param failed told when a listener throws; the others hear all the same. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** @throws TypeError when there is no such event: a listener that can never be called is a mistake. */
  on(name: string, listener: Listener): void {
    const known = nameOf(name);
    const set = this.#listeners.get(known) ?? new Set();
    this.#listeners.set(known, set.add(listener));
  }

  off(name: string, listener: Listener): void {
    this.#listeners.get(nameOf(name))?.delete(listener);
  }

  handlerOf(name: string): Listener | null {
    return this.#handlers.get(name) ?? null;
  }

  setHandler(name: string, handler: unknown): void {
    if (typeof handler === 'function') this.#handlers.set(name, handler as Listener);
    else this.#handlers.delete(name);
  }

  hears(event: BarEventName): boolean {
    for (const [name, heard] of listenable) {
      if (heard.event === event && (this.#handlers.has(name) || (this.#listeners.get(name)?.size ?? 0) > 0))
        return true;
    }
    return false;
  }

  raise(event: BarEventName, args: readonly unknown[]): void {
    for (const [name, heard] of listenable) {
      if (heard.event !== event) continue;
      const called = [...(this.#listeners.get(name) ?? []), this.#handlers.get(name)];
      const given = heard.twin ? [twinText(event, args)] : args;
      for (const listener of called) if (listener !== undefined) this.#call(listener, given);
    }
  }

  #call(listener: Listener, args: readonly unknown[]): void {
    try {
      listener(...args);
    } catch (error) {
      this.#failed(error);
    }
  }
}

function nameOf(name: string): string {
  const known = listenable.has(name) ? name : name.replace(/^on/, '');
  if (!listenable.has(known)) throw new TypeError(`AgentBar has no event ${name}`);
  return known;
}

/** One JSON text with the arguments by name. */
function twinText(event: BarEventName, args: readonly unknown[]): string {
  const names = rows[event]?.args.map(({ name }) => name) ?? [];
  return JSON.stringify(Object.fromEntries(names.map((name, index) => [name, args[index]])));
}
