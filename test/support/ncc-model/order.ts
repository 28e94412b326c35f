// One command as it is served: its fields by their kinds, and what they name.
import type { Exchange } from './exchange.ts';
import type { Cid, Fields, ModelCall } from './model-call.ts';
import type { Conference, Listener, ModelUser } from './model-user.ts';
import { Refused, demand } from './refused.ts';

type KindName = 'text' | 'id' | 'flag' | 'number' | 'list' | 'object';
export type Kind = KindName | `${KindName}?`;

export type Command = {
  readonly fields: Readonly<Record<string, Kind>>;
  /** What has to be so: nothing; the login is known; it is attached; its telephone is there too. */
  readonly demands: 'nothing' | 'account' | 'attached' | 'telephone';
  /** A WebPhone has no such thing. */
  readonly softOnly?: true;
  /** Where its `Ok` has one place, whatever the model does with the others. */
  readonly ok?: 'first' | 'last';
  /** @returns the answer, or what `Ok` has besides; nothing: `Ok` alone. */
  readonly run: (order: Order) => Fields | void;
};

const fits: Readonly<Record<KindName, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  id: (value) => typeof value === 'string' || Number.isInteger(value),
  // The manual's template has it quoted.
  flag: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  number: (value) => typeof value === 'number',
  list: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

export class Order {
  readonly module: Listener;
  readonly exchange: Exchange;
  readonly fields: Fields;

  constructor(module: Listener, exchange: Exchange, fields: Fields) {
    this.module = module;
    this.exchange = exchange;
    this.fields = fields;
  }

  /** @throws Refused a field is missing, or of another kind; or what the command demands is not so. */
  check(command: Command): void {
    if (command.demands !== 'nothing') this.#checkField('login', 'text');
    for (const [field, kind] of Object.entries(command.fields)) this.#checkField(field, kind);
    if (command.demands === 'nothing') return;
    const { user } = this;
    if (command.demands === 'account') return;
    demand(user.attached.has(this.module), 'the user is not attached');
    demand(command.softOnly !== true || user.phone === 'soft', 'a WebPhone has no such command');
    demand(command.demands === 'attached' || user.isRegistered, 'the telephone is offline');
  }

  /** @throws Refused nobody has that login. */
  get user(): ModelUser {
    const user = this.exchange.users.get(this.text('login'));
    demand(user !== undefined, 'there is no such user');
    return user;
  }

  /** @throws Refused he has no such call. */
  get call(): ModelCall {
    const call = this.user.calls.get(this.fields['cid'] as Cid);
    demand(call !== undefined, 'there is no such call');
    return call;
  }

  /** @throws Refused it is not connected. */
  get talk(): ModelCall {
    const { call } = this;
    demand(call.state === 'connected', 'the call is not connected');
    return call;
  }

  /** @throws Refused he has no such conference. */
  get conference(): Conference {
    const conference = this.user.conferences.get(this.fields['confId'] as Cid);
    demand(conference !== undefined, 'there is no such conference');
    return conference;
  }

  text(field: string): string {
    return this.fields[field] as string;
  }

  flag(field: string): boolean {
    return String(this.fields[field]) === 'true';
  }

  #checkField(field: string, kind: Kind): void {
    const value = this.fields[field];
    if (value === undefined) return demand(kind.endsWith('?'), `${field} is missing`);
    const name = kind.replace('?', '') as KindName;
    const { cid } = this.exchange.options;
    const isOtherId = name === 'id' && typeof value !== (cid === 'text' ? 'string' : 'number');
    if (!fits[name](value) || isOtherId) throw new Refused(`${field} is of the wrong type`);
  }
}
