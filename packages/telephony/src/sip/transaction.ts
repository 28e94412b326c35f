// One transaction: runs the rows of its machine, keeps its timers and the last message sent.
import type { Flow } from './flow.ts';
import { count } from './flow.ts';
import type { Counters } from './flow.ts';
import { serialize } from './message.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { timers } from './timers.table.ts';
import type { TimerName, Timing } from './timers.table.ts';
import type { TransactionAction, TransactionInput, TransactionRow, TransactionState } from './transaction.table.ts';

export type TransactionUser = {
  /** A response came (client). */
  readonly response?: (response: SipResponse) => void;
  /** No answer in time, or no way to the peer. */
  readonly failed?: (why: 'timeout' | 'unreachable') => void;
  /** The peer cancelled this INVITE (server). */
  readonly cancelled?: (cancel: SipRequest) => void;
};

type Rows = ReadonlyMap<string, TransactionRow>;
const indexes = new Map<readonly TransactionRow[], Rows>();

function rowsOf(table: readonly TransactionRow[]): Rows {
  let rows = indexes.get(table);
  if (rows === undefined) {
    rows = new Map(table.map((row) => [`${row[0]} ${row[1]}`, row]));
    indexes.set(table, rows);
  }
  return rows;
}

export class Transaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  /** Where the request came from; `flow` is where answers go (RFC 3581). */
  readonly source: Flow;
  readonly key: string;
  state: TransactionState;
  user: TransactionUser = {};
  /** Builds the ACK of a failure response (client INVITE only). */
  makeAck: ((response: SipResponse) => SipRequest) | null = null;
  /** Last response sent (server). */
  lastStatus = 0;
  /** Key under which a merged request would be found (RFC 3261 §8.2.2.2). */
  mergeKey = '';
  readonly #rows: Rows;
  readonly #timing: Timing;
  readonly #counters: Counters;
  readonly #ended: (transaction: Transaction) => void;
  readonly #timers = new Map<TimerName, NodeJS.Timeout>();
  readonly #waits = new Map<TimerName, number>();
  #last = '';

  constructor(
    setup: {
      request: SipRequest;
      flow: Flow;
      source: Flow;
      key: string;
      table: readonly TransactionRow[];
      first: TransactionState;
    },
    world: { timing: Timing; counters: Counters; ended: (transaction: Transaction) => void },
  ) {
    this.request = setup.request;
    this.flow = setup.flow;
    this.source = setup.source;
    this.key = setup.key;
    this.state = setup.first;
    this.#rows = rowsOf(setup.table);
    this.#timing = world.timing;
    this.#counters = world.counters;
    this.#ended = world.ended;
  }

  /** One input; without a row it is absorbed. `message` is what a `send` or `tell` of the row is about. */
  step(input: TransactionInput, message: SipMessage | null = null): void {
    const row = this.#rows.get(`${this.state} ${input}`);
    if (row === undefined) return;
    this.state = row[2];
    for (const action of row[3]) {
      if (isStart(action)) this.#start(action.slice(5) as TimerName);
      else if (isStop(action)) this.#stop(action.slice(4) as TimerName);
      else this.#act(action, message);
    }
    if (this.state === 'terminated') this.stop();
  }

  /** Sends a response (server). */
  respond(response: SipResponse): void {
    this.lastStatus = response.status;
    const input = response.status < 200 ? 'sendProvisional' : response.status < 300 ? 'sendSuccess' : 'sendFailure';
    this.step(input, response);
  }

  /**
   * Sends a final response and forgets the request (RFC 3261 §8.2.7): strangers leave nothing behind, and a forged
   * address is sent one answer, not eleven. A repetition is simply answered again.
   */
  answerOnce(response: SipResponse): void {
    this.flow.send(serialize(response));
    this.stop();
  }

  /** Ends it without a word. */
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.state = 'terminated';
    this.user = {};
    this.#ended(this);
  }

  #act(action: Exclude<TransactionAction, StartAction | StopAction>, message: SipMessage | null): void {
    switch (action) {
      case 'send':
        if (message !== null) this.#last = serialize(message);
        this.#transmit();
        return;
      case 'repeat':
        if (this.#last === '') return;
        count(this.#counters, 'retransmissionsSent');
        this.#transmit();
        return;
      case 'ack':
        if (message?.kind === 'response' && this.makeAck !== null) this.flow.send(serialize(this.makeAck(message)));
        return;
      case 'tell':
        if (message?.kind === 'response') this.user.response?.(message);
        return;
      case 'tellTimeout':
        count(this.#counters, 'transactionTimeouts');
        this.user.failed?.('timeout');
        return;
      case 'tellUnreachable':
        this.user.failed?.('unreachable');
        return;
      case 'tellAck':
        return;
    }
  }

  #transmit(): void {
    if (this.flow.send(this.#last)) return;
    count(this.#counters, 'sendFailures');
    // Told after the row is done, so that a machine never re-enters itself.
    queueMicrotask(() => this.step('unreachable'));
  }

  #start(name: TimerName): void {
    const row = timers[name];
    const units = this.flow.reliable ? row.stream : row.datagram;
    if (units === null) return;
    let waitMs = this.#waits.get(name) ?? units * this.#timing[row.unit];
    if (row.growth !== 'once') {
      // RFC 3261 §17.1.2.2: in proceeding, timer E runs at T2.
      if (name === 'E' && this.state === 'proceeding') waitMs = this.#timing.t2Ms;
      this.#waits.set(name, row.growth === 'double' ? waitMs * 2 : Math.min(waitMs * 2, this.#timing.t2Ms));
    }
    if (waitMs === 0) {
      queueMicrotask(() => this.step(`fire${name}`));
      return;
    }
    this.#timers.set(
      name,
      setTimeout(() => this.step(`fire${name}`), waitMs),
    );
  }

  #stop(name: TimerName): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

type StartAction = Extract<TransactionAction, `start${string}`>;
type StopAction = Extract<TransactionAction, `stop${string}`>;

function isStart(action: TransactionAction): action is StartAction {
  return action.startsWith('start');
}

function isStop(action: TransactionAction): action is StopAction {
  return action.startsWith('stop');
}
