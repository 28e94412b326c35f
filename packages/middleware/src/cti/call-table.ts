// The calls of one user, as the CTI API has told them: what a `cid` may be, and what is shown of it.
import type { NccMessage } from '@cordboard/contract/dialects/ncc';
import { limits } from '../limits.ts';

type Fields = Readonly<Record<string, unknown>>;

export class CallTable {
  /** By the id as text: a number on some servers, a text on others. */
  readonly #calls = new Map<string, Fields>();

  /** Every call that is known, the oldest first. */
  get calls(): readonly Fields[] {
    return [...this.#calls.values()];
  }

  /** The id in the type that the server uses; undefined: no call of this user. */
  cidOf(cid: string | number): unknown {
    return this.#calls.get(String(cid))?.['cid'];
  }

  /** What was known may be another's by now. */
  clear(): void {
    this.#calls.clear();
  }

  fold(message: NccMessage): void {
    const { name, login: _login, rid: _rid, ...fields } = message;
    if (name === 'Calls') return this.#replace(fields['calls']);
    const { cid } = fields;
    if (typeof cid !== 'string' && typeof cid !== 'number') return;
    if (name === 'OnClose') this.#calls.delete(String(cid));
    else if (name === 'NewCall' || name === 'CallStatus') this.#put(String(cid), fields);
    else if (name === 'CallParams' || name === 'CallParamsUpdated') this.#join(String(cid), 'params', fields['params']);
    else if (name === 'LocalParamsUpdated') this.#join(String(cid), 'localParams', fields['params']);
  }

  #replace(calls: unknown): void {
    if (!Array.isArray(calls)) return;
    this.#calls.clear();
    for (const call of calls as readonly unknown[]) {
      const { cid } = (call ?? {}) as Fields;
      if (typeof cid === 'string' || typeof cid === 'number') this.#put(String(cid), call as Fields);
    }
  }

  #put(key: string, fields: Fields): void {
    this.#calls.set(key, { ...this.#calls.get(key), ...fields });
    if (this.#calls.size <= limits.ctiMaxCallsPerUser) return;
    const [oldest] = this.#calls.keys();
    if (oldest !== undefined) this.#calls.delete(oldest);
  }

  #join(key: string, field: 'params' | 'localParams', params: unknown): void {
    const known = this.#calls.get(key);
    if (known === undefined || typeof params !== 'object' || params === null) return;
    const fresh = new Set(Object.keys(params));
    const before = Object.entries((known[field] ?? {}) as Fields).filter(([name]) => !fresh.has(name));
    const latest = [...before, ...Object.entries(params)].slice(-limits.ctiMaxParams);
    this.#calls.set(key, { ...known, [field]: Object.fromEntries(latest) });
  }
}
