// All transactions: matches what arrives to them, absorbs repetitions, and opens new ones (RFC 3261 §17, §18).
import { sipLimits } from '../limits.ts';
import type { Counters, Flow } from './flow.ts';
import { count } from './flow.ts';
import { newBranch } from './ids.ts';
import { callId, cseq, from, header, remove, set, tagOf, to, topVia } from './message.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { companionOf, ourVia, responseTo } from './replies.ts';
import type { Timing } from './timers.table.ts';
import { inviteClient, inviteServer, otherClient, otherServer } from './transaction.table.ts';
import { Transaction } from './transaction.ts';
import type { TransactionUser } from './transaction.ts';

export type TransactionEvents = {
  /** A request that opened a transaction. */
  readonly request: (transaction: Transaction) => void;
  /** An ACK of a 2xx. */
  readonly ack: (ack: SipRequest, flow: Flow) => void;
};

export class TransactionLayer {
  readonly #servers = new Map<string, Transaction>();
  readonly #clients = new Map<string, Transaction>();
  readonly #merged = new Map<string, Transaction>();
  readonly #byFlow = new Map<string, Set<Transaction>>();
  readonly #timing: Timing;
  readonly #counters: Counters;
  readonly #events: TransactionEvents;

  constructor(timing: Timing, counters: Counters, events: TransactionEvents) {
    this.#timing = timing;
    this.#counters = counters;
    this.#events = events;
  }

  get size(): number {
    return this.#servers.size + this.#clients.size;
  }

  /** A well-formed message. @param flow where answers to it go, when that is not where it came from */
  receive(message: SipMessage, source: Flow, flow = source): void {
    if (message.kind === 'response') this.#receiveResponse(message);
    else this.#receiveRequest(message, source, flow);
  }

  /** Whether this request repeats one that is being handled: such are not counted against the sender's rate. */
  knows(request: SipRequest): boolean {
    return this.#servers.has(serverKey(request, request.method === 'ACK' ? 'INVITE' : request.method));
  }

  /** Sends a request in a new client transaction; Via is put on top here. */
  send(request: SipRequest, flow: Flow, user: TransactionUser): Transaction {
    const branch = newBranch();
    remove(request, 'via');
    request.names.unshift('via');
    request.values.unshift(ourVia(flow, branch));
    request.readVia = undefined;
    return this.#open(request, flow, `${branch} ${request.method}`, user);
  }

  /** Cancels an INVITE that has had a provisional answer (RFC 3261 §9.1). */
  cancel(invite: Transaction, reason: string | null): void {
    const cancel = companionOf(invite.request, 'CANCEL', header(invite.request, 'to') ?? '');
    if (reason !== null) set(cancel, 'reason', reason);
    this.#open(cancel, invite.flow, `${topVia(cancel)?.branch ?? ''} CANCEL`, {});
  }

  /** The peer's connection is gone. */
  flowClosed(flow: Flow): void {
    const waiting = this.#byFlow.get(flow.key);
    if (waiting === undefined) return;
    for (const transaction of waiting) transaction.step('unreachable');
  }

  /** Ends all of them without a word. */
  clear(): void {
    for (const transaction of [...this.#servers.values(), ...this.#clients.values()]) transaction.stop();
  }

  #open(request: SipRequest, flow: Flow, key: string, user: TransactionUser): Transaction {
    const invite = request.method === 'INVITE';
    const table = invite ? inviteClient : otherClient;
    const transaction = this.#make(
      { request, flow, source: flow, key, table, first: invite ? 'calling' : 'trying' },
      this.#clients,
    );
    transaction.user = user;
    if (invite) transaction.makeAck = (response) => companionOf(request, 'ACK', header(response, 'to') ?? '');
    count(this.#counters, 'requestsSent');
    transaction.step('start', request);
    return transaction;
  }

  #make(setup: ConstructorParameters<typeof Transaction>[0], home: Map<string, Transaction>): Transaction {
    const transaction = new Transaction(setup, {
      timing: this.#timing,
      counters: this.#counters,
      ended: (gone) => this.#forget(gone, home),
    });
    home.set(setup.key, transaction);
    if (setup.flow.reliable) {
      const peers = this.#byFlow.get(setup.flow.key);
      if (peers === undefined) this.#byFlow.set(setup.flow.key, new Set([transaction]));
      else peers.add(transaction);
    }
    return transaction;
  }

  #forget(gone: Transaction, home: Map<string, Transaction>): void {
    if (home.get(gone.key) === gone) home.delete(gone.key);
    if (gone.mergeKey !== '' && this.#merged.get(gone.mergeKey) === gone) this.#merged.delete(gone.mergeKey);
    const peers = this.#byFlow.get(gone.flow.key);
    if (peers === undefined) return;
    peers.delete(gone);
    if (peers.size === 0) this.#byFlow.delete(gone.flow.key);
  }

  #receiveResponse(response: SipResponse): void {
    const key = `${topVia(response)?.branch ?? ''} ${cseq(response)?.method ?? ''}`;
    const transaction = this.#clients.get(key);
    if (transaction === undefined) {
      count(this.#counters, 'strayResponses');
      return;
    }
    transaction.step(response.status < 200 ? 'provisional' : response.status < 300 ? 'success' : 'failure', response);
  }

  #receiveRequest(request: SipRequest, source: Flow, flow: Flow): void {
    const { method } = request;
    const known = this.#servers.get(serverKey(request, method === 'ACK' ? 'INVITE' : method));
    if (method === 'ACK') {
      if (known !== undefined && known.state !== 'accepted') known.step('ack');
      else this.#events.ack(request, flow);
      return;
    }
    if (known !== undefined) {
      count(this.#counters, 'retransmissionsReceived');
      known.step('request');
      return;
    }
    if (this.size >= sipLimits.maxTransactions) {
      count(this.#counters, 'droppedOverload');
      return;
    }
    this.#newServer(request, source, flow);
  }

  #newServer(request: SipRequest, source: Flow, flow: Flow): void {
    const { method } = request;
    const key = serverKey(request, method);
    const invite = method === 'INVITE';
    const transaction = this.#make(
      {
        request,
        flow,
        source,
        key,
        table: invite ? inviteServer : otherServer,
        first: invite ? 'proceeding' : 'trying',
      },
      this.#servers,
    );
    if (method === 'CANCEL') {
      this.#cancelled(transaction);
      return;
    }
    if (tagOf(to(request)) === '') {
      const mergeKey = `${callId(request)} ${cseq(request)?.number} ${method} ${tagOf(from(request))}`;
      if (this.#merged.has(mergeKey)) {
        count(this.#counters, 'mergedRequests');
        transaction.answerOnce(responseTo(request, 482));
        return;
      }
      transaction.mergeKey = mergeKey;
      this.#merged.set(mergeKey, transaction);
    }
    this.#events.request(transaction);
  }

  #cancelled(cancel: Transaction): void {
    const invite = this.#servers.get(serverKey(cancel.request, 'INVITE'));
    if (invite === undefined) {
      cancel.answerOnce(responseTo(cancel.request, 481));
      return;
    }
    // RFC 3261 §9.2: the To tag of the answer equals that of the INVITE's own answers; it is added by the INVITE's user.
    cancel.respond(responseTo(cancel.request, 200));
    if (invite.state === 'proceeding') invite.user.cancelled?.(cancel.request);
  }
}

/** RFC 3261 §17.2.3; peers of RFC 2543 have no magic cookie and are matched by the older rules. */
function serverKey(request: SipRequest, method: string): string {
  const via = topVia(request);
  if (via !== null && via.branch.length > 7 && via.branch.slice(0, 7).toLowerCase() === 'z9hg4bk') {
    return `${via.branch} ${via.host}:${via.port} ${method}`;
  }
  return `${callId(request)} ${cseq(request)?.number} ${tagOf(from(request))} ${via?.host}:${via?.port} ${request.uri} ${method}`;
}
