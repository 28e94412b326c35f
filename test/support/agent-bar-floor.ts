// A call centre whose people work with the class AgentBar, as a page would, over real sockets; what page and class say to each other is kept.
import {
  AgentBar,
  type BarOptions,
  type BarView,
  type EventArgs,
  type BarEventName,
} from '@cordboard/client/agent-bar';
import {
  agentBarButtons,
  agentBarEvents,
  agentBarMethods,
  agentBarProperties,
  statuses,
  type EventRow,
  type MethodRow,
  type PropertyRow,
} from '@cordboard/contract/dialects/agentbar';
import type { Configuration } from '@cordboard/domain';
import WebSocket from 'ws';
import { password, Town, type CallCentre } from './call-centre.ts';
import { saw } from './exercises.ts';
import { until } from './until.ts';

type Heard = { readonly event: string; readonly args: readonly unknown[] };

const eventRows: Readonly<Record<string, EventRow>> = agentBarEvents;
const spellingsOf = <Row extends { readonly aliases?: readonly string[] }>(rows: Readonly<Record<string, Row>>) =>
  new Map(Object.entries(rows).flatMap(([name, row]) => [name, ...(row.aliases ?? [])].map((one) => [one, name])));
const methodNames = spellingsOf<MethodRow>(agentBarMethods);
const propertyNames = spellingsOf<PropertyRow>(agentBarProperties);

/** One page with its AgentBar, and the telephone beside it. */
export class TestBar {
  /** The class itself; what the page does with it is noted. */
  readonly bar: AgentBar;
  readonly heard: Heard[] = [];
  readonly opened: string[] = [];
  readonly phone: Awaited<ReturnType<CallCentre['telephone']>>;
  readonly #centre: CallCentre;

  constructor(centre: CallCentre, phone: TestBar['phone'], options: BarOptions) {
    this.#centre = centre;
    this.phone = phone;
    const bar = new AgentBar({
      WebSocket,
      limits: { firstRetryMs: 10, maxRetryMs: 50, stormMinMs: 10, stormMaxMs: 50 },
      openPage: (url) => this.opened.push(url),
      ...options,
    });
    this.bar = noting(bar);
    for (const [event, row] of Object.entries(eventRows)) {
      bar.attachEvent(event, (...args: readonly unknown[]) => this.#take(event, args));
      if (row.twin === true) bar.attachEvent(`JS${event}`, (json: string) => this.#take(`JS${event}`, [json]));
    }
    centre.joins(bar);
  }

  /** The codes that failures were told with, in order. */
  get codes(): readonly number[] {
    return this.heard.filter(({ event }) => event === 'ServerResponse').map(({ args }) => Number(args[1]));
  }

  /** Names of the events heard, without those about statuses, and from `from` on. */
  names(from = 0): readonly string[] {
    return this.heard
      .slice(from)
      .map(({ event }) => event)
      .filter((event) => event !== 'AgentStatusChangeEvent');
  }

  /** The own statuses in their order, as they were told. */
  statuses(agentId = this.bar.AgentID): readonly string[] {
    return this.heard
      .filter(({ event, args }) => event === 'AgentStatusChangeEvent' && args[0] === agentId)
      .map(({ args }) => String(args[2]));
  }

  /** The last event of a name, its arguments by their names. Waits for it when it has not come. */
  async hears<E extends BarEventName>(event: E): Promise<Readonly<Record<string, EventArgs<E>[number]>>> {
    const last = await until(event, () => this.heard.findLast((one) => one.event === event));
    const names = eventRows[event]?.args.map(({ name }) => name) ?? [];
    return Object.fromEntries(names.map((name, index) => [name, last.args[index] as EventArgs<E>[number]]));
  }

  /** What the twin of an event said last, read. */
  async hearsTwin(event: BarEventName): Promise<Readonly<Record<string, unknown>>> {
    const last = await until(`JS${event}`, () => this.heard.findLast((one) => one.event === `JS${event}`));
    return JSON.parse(String(last.args[0])) as Readonly<Record<string, unknown>>;
  }

  /** Signs in as a page does, and waits until everything has settled. */
  async signsIn(AgentStatus = '0'): Promise<this> {
    this.bar.AgentStatus = AgentStatus;
    const { retCode, reason } = await this.bar.DoSignInWithConnectAsync();
    if (retCode !== 0) throw new Error(`sign-in: ${retCode} ${reason}`);
    await this.#centre.settled();
    return this;
  }

  #take(event: string, args: readonly unknown[]): void {
    this.heard.push({ event, args });
    saw(event);
    const row = eventRows[event];
    for (const [index, { name }] of (row?.args ?? []).entries()) {
      const value = String(args[index]);
      if (name === 'retCode') saw(value);
      if (name === 'hangupReason') saw(`hangupReason.${value}`);
      if (name === 'old_status' || name === 'new_status') sawStatus(value);
    }
    saw(`Agent_State.${this.bar.agentState}`);
  }
}

function sawStatus(value: unknown): void {
  const row = statuses.find((one) => String(one.value) === String(value));
  if (row !== undefined) saw(`Agent_Status.${row.name}`);
}

/** The bar as the page has it, with everything it does noted. */
function noting(bar: AgentBar): AgentBar {
  return new Proxy(bar, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      const property = propertyNames.get(String(name));
      if (property !== undefined) saw(property);
      if (name === 'agentState') saw(`Agent_State.${String(value)}`);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        noteCall(String(name), args);
        const returned: unknown = Reflect.apply(value, target, args);
        if (name === 'GetCallStatus') saw(`CallStatus.${['NO_CALL', 'CALL_IN', 'CALL_OUT'][Number(returned)]}`);
        return returned;
      };
    },
    set(target, name, value) {
      const property = propertyNames.get(String(name));
      if (property !== undefined) saw(property);
      if (property === 'AgentStatus' || property === 'AgentStateAfterHangup') sawStatus(value);
      return Reflect.set(target, name, value, target);
    },
  });
}

function noteCall(name: string, args: readonly unknown[]): void {
  const method = methodNames.get(name.replace(/Async$/, ''));
  if (method === undefined) return;
  saw(method);
  if (method === 'DoSetAgentDefineStatus') sawStatus(args[0]);
  if (method === 'DoForceChangeStatusEvent') sawStatus(args[1]);
  if (method === 'DoClickAgentBarButtonByName' && Object.hasOwn(agentBarButtons, String(args[0]))) saw(String(args[0]));
}

export type BarCentre = {
  readonly centre: CallCentre;
  /** A page whose properties are set, not connected yet; his telephone is registered. */
  page(agentId: string, options?: BarOptions): Promise<TestBar>;
  /** A page that has signed in. */
  agent(agentId: string, status?: string): Promise<TestBar>;
};

export class BarFloor {
  readonly #town: Town;

  private constructor(town: Town) {
    this.#town = town;
  }

  static async open(): Promise<BarFloor> {
    return new BarFloor(await Town.open());
  }

  /** A tenant of its own for each story. */
  async centre(
    change?: (configuration: Configuration) => Configuration,
    lines?: { readonly outsideLines?: number },
  ): Promise<BarCentre> {
    const centre = await this.#town.centre(change, lines);
    const page = async (agentId: string, options: BarOptions = {}): Promise<TestBar> => {
      const made = new TestBar(centre, await centre.telephone(agentId), options);
      const { hostname, port } = new URL(centre.url);
      Object.assign(made.bar, {
        ServerIP: hostname,
        ServerPort: port,
        Tenant: centre.configuration.tenant.id,
        AgentID: agentId,
        AgentPwd: password,
        AgentExten: agentId.replace(/^2/, '8'),
      });
      return made;
    };
    return { centre, page, agent: async (agentId, status) => (await page(agentId)).signsIn(status) };
  }

  tidyUp(): Promise<void> {
    return this.#town.tidyUp();
  }

  close(): Promise<void> {
    return this.#town.close();
  }
}

/** A view that has every button, and remembers which were asked for. */
export const viewWithAll = (asked: string[]): BarView => ({ show: (button) => asked.push(button) > 0 });
