// A command of an agent on its way to the CTI API: only what may be relayed, only for himself, only on his own calls.
import { commandRow, isCommand, readCommand, type NccMessage } from '@cordboard/contract/dialects/ncc';
import type { CtiClient } from '../cti/cti-client.ts';
import { Problem } from '../http/problem.ts';
import { limits } from '../limits.ts';

type Fields = Readonly<Record<string, unknown>>;
export type Command = { readonly name: string; readonly fields: Fields };

export class Control {
  readonly #cti: CtiClient;
  readonly #inFlight = new Map<string, number>();

  constructor(cti: CtiClient) {
    this.#cti = cti;
  }

  /**
   * @param body as it came: a command of the CTI API without `rid`; a `login` must be his own.
   * @returns the answer of the CTI API, `Ok` or data, without `rid`.
   * @throws Problem, CtiError
   */
  async carryOut(login: string, body: unknown): Promise<NccMessage> {
    const { name, fields } = commandOf(login, body);
    const running = this.#inFlight.get(login) ?? 0;
    if (running >= limits.controlMaxInFlightPerUser) throw new Problem('tooMuchAtOnce');
    this.#inFlight.set(login, running + 1);
    try {
      const { rid: _rid, ...answer } = await this.#cti.command(login, name, await this.#onOwnCall(login, fields));
      return answer;
    } finally {
      const left = (this.#inFlight.get(login) ?? 1) - 1;
      if (left === 0) this.#inFlight.delete(login);
      else this.#inFlight.set(login, left);
    }
  }

  /** `cid` in the type that the CTI API uses. */
  async #onOwnCall(login: string, fields: Fields): Promise<Fields> {
    const { cid } = fields;
    if (typeof cid !== 'string' && typeof cid !== 'number') return fields;
    const own = (await this.#cti.callsOf(login)).cidOf(cid);
    if (own === undefined) throw new Problem('foreignCall');
    return { ...fields, cid: own };
  }
}

/** @throws Problem */
function commandOf(login: string, body: unknown): Command {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Problem('badFormat', 'not an object');
  const { name, login: other } = body as Fields;
  if (typeof name !== 'string') throw new Problem('badFormat', 'name: a text');
  if (!isCommand(name)) throw new Problem('unknownCommand');
  if (other !== undefined && other !== login) throw new Problem('foreignLogin');
  if (!commandRow(name).relayed) throw new Problem('notAllowed');
  const read = readCommand(name, body as Fields);
  if ('problem' in read) throw new Problem('badField', `${read.field}: ${read.problem}`);
  return { name, fields: read.fields };
}
