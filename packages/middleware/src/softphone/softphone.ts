// The user's telephone in the words of the vendor's SoftPhone library (version 10): requests become commands, events lose all but the call.
import {
  softphoneEvents,
  softphoneRequests,
  softphoneVersion,
  type NccMessage,
  type SoftphoneRequestRow,
} from '@cordboard/contract/dialects/ncc';
import type { CallTable } from '../cti/call-table.ts';
import { Problem, problemOf } from '../http/problem.ts';

type Fields = Readonly<Record<string, unknown>>;

export type SoftphoneParts = {
  /** Carries out a command for the user, with every check that HTTP has. */
  readonly command: (body: Fields) => Promise<NccMessage>;
  readonly calls: () => Promise<CallTable>;
};

const requests: Readonly<Record<string, SoftphoneRequestRow>> = softphoneRequests;
const events: Readonly<Record<string, { readonly name: string; readonly carries: readonly string[] }>> =
  softphoneEvents;

export class Softphone {
  readonly #parts: SoftphoneParts;
  #isReady = false;
  #current: unknown = null;

  constructor(parts: SoftphoneParts) {
    this.#parts = parts;
  }

  /** @returns what is said to the page about an event; null: nothing. */
  event(message: NccMessage): Fields | null {
    if (message.name === 'CurrentCall') this.#current = message['cid'];
    const row = Object.hasOwn(events, message.name) ? events[message.name] : undefined;
    if (row === undefined || !this.#isReady) return null;
    const carried = row.carries.filter((field) => message[field] !== undefined);
    return { name: row.name, ...Object.fromEntries(carried.map((field) => [there(field), message[field]])) };
  }

  /** @returns the answer to a request; null: it had no `rid` to answer to. */
  async request(message: Fields): Promise<Fields | null> {
    const { name, rid } = message;
    if (typeof rid !== 'number' || !Number.isSafeInteger(rid) || rid < 1) return null;
    try {
      return { ...(await this.#answer(typeof name === 'string' ? name : '', message)), rid };
    } catch (error) {
      const { code, message: detail } = problemOf(error);
      return { name: 'error', description: detail === '' ? code : detail, code, rid };
    }
  }

  async #answer(name: string, message: Fields): Promise<Fields> {
    if (name === 'setProtocolVersion') return this.#shakeHands(message);
    if (!this.#isReady) throw new Problem('badFormat', 'setProtocolVersion comes first');
    const row = Object.hasOwn(requests, name) ? requests[name] : undefined;
    if (row === undefined) throw new Problem('unknownCommand', `there is no request ${name}`);
    if ('look' in row) return { name: 'ok', ...(await this.#look(row.look, message['id'])) };
    const given = Object.entries(row.fields).filter(([field]) => message[field] !== undefined);
    const answer = await this.#parts.command({
      name: row.command,
      ...Object.fromEntries(given.map(([field, field_]) => [field_, message[field]])),
    });
    return { ...withIds(answer), name: 'ok' };
  }

  #shakeHands({ protocolVersion }: Fields): Fields {
    if (protocolVersion !== softphoneVersion)
      throw new Problem('badFormat', `only version ${softphoneVersion} is spoken here`);
    this.#isReady = true;
    return { name: 'ok' };
  }

  async #look(what: 'currentCall' | 'state' | 'params', id: unknown): Promise<Fields> {
    const { calls } = await this.#parts.calls();
    const known = (cid: unknown): Fields | undefined => calls.find((call) => String(call['cid']) === String(cid));
    if (what === 'currentCall') {
      const call = known(this.#current) ?? calls.findLast(({ state }) => state !== 'ended');
      return call === undefined ? {} : { id: call['cid'], type: call['type'] };
    }
    const call = known(id);
    if (call === undefined) throw new Problem('foreignCall');
    if (what === 'params') return { id: call['cid'], params: call['params'] ?? {} };
    const { params: _params, localParams: _local, cid, ...state } = call;
    return { id: cid, ...state };
  }
}

const there = (field: string): string => (field === 'cid' ? 'id' : field);

/** An answer of the CTI API with `id` for `cid`, in its calls as well. */
function withIds({ login: _login, name: _name, calls, ...fields }: NccMessage): Fields {
  const renamed = (one: Fields): Fields =>
    Object.fromEntries(Object.entries(one).map(([field, value]) => [there(field), value]));
  return { ...renamed(fields), ...(Array.isArray(calls) ? { calls: (calls as Fields[]).map(renamed) } : {}) };
}
