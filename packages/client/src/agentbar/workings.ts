// The workings of one AgentBar: a method is checked, sent and answered for; what the server tells becomes events of the page.
import type { StreamEvent } from '@cordboard/contract';
import { agentBarCodes, agentBarMethods, codeOf, linkCodes } from '@cordboard/contract/dialects/agentbar';
import { CordboardClient } from '../client.ts';
import { CordboardError } from '../error.ts';
import type { ClientLimits } from '../limits.ts';
import type { SocketClass } from '../socket.ts';
import { emptyState, type ClientState } from '../state.ts';
import { checkedArguments, missingProperty } from './arguments.ts';
import type { Answer, BarContext, HappeningContext, Memory } from './context.ts';
import { serverUrls } from './fail-over.ts';
import { changes, happenings, linkEnded } from './happenings/index.ts';
import { BarListeners } from './listeners.ts';
import type { BarEventName, BarMethodName, EventArgs, MethodRows, Outcome } from './names.ts';
import { initialValues } from './properties.ts';
import { checks, failures, requests } from './requests/index.ts';
import type { BarView } from './view.ts';

export type BarOptions = {
  /** For Node before 22: the `WebSocket` class of the `ws` library. */
  readonly WebSocket?: SocketClass;
  readonly limits?: Partial<ClientLimits>;
  /** The bar on the screen, where there is one. */
  readonly view?: BarView;
  /** Told of each native client that is made, before it connects. */
  readonly opened?: (client: CordboardClient) => void;
  /** How WebUrl is opened; left out: as a window of the browser. */
  readonly openPage?: (url: string) => void;
};

const rows: MethodRows = agentBarMethods;
const done: Outcome = { retCode: 0, reason: '' };
/** What methods are given before there is a connection; it is never connected. */
const nobody = new CordboardClient({ url: 'ws://localhost/agent' });
type AnyCheck = (context: BarContext, ...args: readonly unknown[]) => number;
type AnyRequest = (context: BarContext, ...args: readonly unknown[]) => Promise<Answer> | Answer;

/** @returns what a page is told of a code. */
function failure(retCode: number, reason?: string): Outcome {
  const words = (agentBarCodes as Readonly<Record<number, { readonly en: string }>>)[retCode]?.en ?? 'Failed.';
  return { retCode, reason: reason ?? words };
}

function openWindow(url: string): void {
  (globalThis as { open?: (url: string, name: string) => unknown }).open?.(url, 'cordboard');
}

export class Workings {
  readonly properties = initialValues();
  readonly listeners = new BarListeners((error) => this.threw(error));
  view: BarView | null;
  readonly #options: BarOptions;
  readonly #memory: Memory = {
    rung: new Set(),
    recordings: new Set(),
    statuses: new Map(),
    signedIn: false,
    login: '',
    leaving: false,
    accessNames: new Map(),
    groupNames: new Map(),
    reportTimer: undefined,
  };
  #client: CordboardClient | null = null;
  #throwing = false;
  #urls = '';
  #before: ClientState = emptyState;
  #now: ClientState = emptyState;

  constructor(options: BarOptions) {
    this.#options = options;
    this.view = options.view ?? null;
  }

  get state(): ClientState {
    return this.#now;
  }

  get client(): CordboardClient | null {
    return this.#client;
  }

  /** What a method call comes to; when it cannot even be sent, that is known at once. */
  perform(
    method: BarMethodName,
    given: readonly unknown[],
  ): { readonly wrong: number; readonly outcome: Promise<Outcome> } {
    const checked = this.#check(method, given);
    if (typeof checked === 'number') {
      const outcome = Promise.resolve().then(() => this.#failed(method, failure(checked), given));
      return { wrong: checked, outcome };
    }
    return { wrong: 0, outcome: this.#send(method, checked) };
  }

  raise<E extends BarEventName>(event: E, args: EventArgs<E>): void {
    this.listeners.raise(event, args);
  }

  /** A listener of the page threw: the others have heard, the bar goes on, and the page is told. One that throws at this, too, is let be. */
  threw(error: unknown): void {
    if (this.#throwing) return;
    this.#throwing = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.raise('SysThrowExceptionEvent', [reason, -2001]);
    this.#throwing = false;
  }
  /** The client for the servers that are set now; another one when they were changed. Null: nothing that could be connected to. */
  open(): CordboardClient | null {
    const urls = serverUrls(this.properties);
    if (urls.length === 0) return null;
    if (this.#client !== null && this.#urls === urls.join()) return this.#client;
    this.#client?.close();
    const { WebSocket, limits } = this.#options;
    const client = new CordboardClient({ url: urls, ...(WebSocket && { WebSocket }), ...(limits && { limits }) });
    this.#urls = urls.join();
    this.#client = client;
    this.#before = this.#now = client.state;
    client.on('change', (state) => client === this.#client && this.#changed(state));
    client.on('event', (event) => client === this.#client && this.#happened(event));
    client.on('ended', (why) => client === this.#client && linkEnded(this.context(), why));
    this.#options.opened?.(client);
    return client;
  }

  context(): BarContext {
    const { properties, view } = this;
    const client = this.#client ?? nobody;
    return {
      properties,
      view,
      client,
      state: client.state,
      openPage: this.#options.openPage ?? openWindow,
      memory: this.#memory,
      raise: (event, ...args) => this.raise(event, args),
      ask: (method, params?: unknown) => client.call(method, params as never),
      run: (method, ...args) => this.perform(method, args).outcome,
      threw: (error) => this.threw(error),
      hears: (event) => this.listeners.hears(event),
    };
  }

  #check(method: BarMethodName, given: readonly unknown[]): readonly unknown[] | number {
    const missing = missingProperty(method, this.properties) || this.#tooEarly(method);
    if (missing !== 0) return missing;
    const args = checkedArguments(method, given);
    if (typeof args === 'number') return args;
    return (checks[method] as AnyCheck | undefined)?.(this.context(), ...args) || args;
  }

  #tooEarly(method: BarMethodName): number {
    const { before, needs } = rows[method];
    if (needs.includes('ServerIP') && this.open() === null) return -59;
    if (before === 'link') return 0;
    if (this.#client === null) return -1001;
    const { session, link } = this.#now;
    if (before === 'session') return 0;
    if (link === 'reconnecting' || (link === 'down' && session !== null)) return -1001;
    if (session === null) return codeOf('notSignedIn', method, null);
    return needs.includes('AgentID') && this.properties.AgentID !== session.agent.agentId ? -7 : 0;
  }

  async #send(method: BarMethodName, args: readonly unknown[]): Promise<Outcome> {
    try {
      const answer = await (requests[method] as AnyRequest)(this.context(), ...args);
      const outcome: Outcome = { ...done, ...answer };
      if (outcome.retCode === 0) return outcome;
      return this.#failed(method, { ...failure(outcome.retCode), ...answer, retCode: outcome.retCode }, args);
    } catch (error) {
      return this.#failed(method, this.#failureOf(error, method), args);
    }
  }

  #failureOf(error: unknown, method: BarMethodName): Outcome {
    if (!(error instanceof CordboardError)) {
      this.threw(error);
      return failure(-2001, String(error));
    }
    const { refused, field, message } = error;
    const local = linkCodes[refused as keyof typeof linkCodes];
    if (local !== undefined) return failure(local, message);
    const retCode = codeOf(refused, method, field);
    if (retCode === -2000) this.raise('SysThrowExceptionEvent', [message, retCode]);
    if (refused === 'trunksBusy') this.raise('AllGetwaysFullEvent', []);
    return failure(retCode, message);
  }

  #failed(method: BarMethodName, outcome: Outcome, args: readonly unknown[]): Outcome {
    this.raise('ServerResponse', [this.properties.AgentID, outcome.retCode, outcome.reason]);
    failures[method]?.(this.context(), outcome, args);
    return outcome;
  }

  #changed(state: ClientState): void {
    this.#before = this.#now;
    this.#now = state;
    const context = this.#happening();
    for (const change of changes) this.#guarded(() => change(context));
  }

  #happened(event: StreamEvent): void {
    const context = this.#happening();
    for (const table of happenings) {
      const happening = table[event.type] as ((of: StreamEvent, within: HappeningContext) => void) | undefined;
      if (happening !== undefined) this.#guarded(() => happening(event, context));
    }
  }

  #happening(): HappeningContext {
    const ownId = this.#now.session?.agent.agentId ?? this.#now.agent?.agentId ?? this.properties.AgentID;
    return { ...this.context(), state: this.#now, before: this.#before, ownId };
  }

  /** What fails in our own telling of one event must not keep the next from being told. */
  #guarded(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.threw(error);
    }
  }
}
