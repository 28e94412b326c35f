// The door of the server: each message is bounded, parsed and checked here, and each new request goes to who handles it (RFC 3261 §8.2).
import type { Authentication } from './authentication.ts';
import type { SipContext } from './context.ts';
import { dialogKey } from './context.ts';
import { count } from './flow.ts';
import type { Flow } from './flow.ts';
import { RequestRate } from './guard.ts';
import { receiveInvite } from './incoming-call.ts';
import { add, callId, from, headerList, serialize, tagOf, to, topVia, userOf } from './message.ts';
import type { SipMessage, SipRequest } from './message.ts';
import { parseMessage } from './parser.ts';
import { register } from './registration-request.ts';
import { allowedMethods, noteSource, responseTo, supportedOptions } from './replies.ts';
import type { SipCall, SipOrigin } from './sip-server.ts';
import type { Transaction } from './transaction.ts';
import { parseUri } from './uri.ts';
import { faultOf, isUsableResponse } from './validate.ts';

const KNOWN_OPTIONS = new Set([
  'timer',
  '100rel',
  'replaces',
  'path',
  'outbound',
  'norefersub',
  'gruu',
  'ice',
  'from-change',
]);

export class Reception {
  readonly #context: SipContext;
  readonly #authentication: Authentication;
  readonly #offer: (call: SipCall, origin: SipOrigin) => boolean;
  readonly #rate = new RequestRate();

  constructor(
    context: SipContext,
    authentication: Authentication,
    offer: (call: SipCall, origin: SipOrigin) => boolean,
  ) {
    this.#context = context;
    this.#authentication = authentication;
    this.#offer = offer;
  }

  /** The bytes of one message. Never throws: a bug here must not end other people's calls. */
  message(flow: Flow, data: Buffer): void {
    try {
      this.#message(flow, data);
    } catch (error) {
      count(this.#context.counters, 'bugs');
      this.#context.options.log('error', 'SIP message not handled', { error: String(error) });
    }
  }

  /** A request that opened a transaction. */
  request(transaction: Transaction): void {
    const { request } = transaction;
    const uri = parseUri(request.uri);
    if (uri !== null && uri.host === '' && uri.scheme !== 'tel') {
      transaction.answerOnce(responseTo(request, 416));
      return;
    }
    // Proxy-Require is for proxies: an end point ignores it (RFC 3261 §20.29).
    const unknown = headerList(request, 'require').filter((option) => !KNOWN_OPTIONS.has(option.toLowerCase()));
    if (unknown.length > 0) {
      const response = responseTo(request, 420);
      add(response, 'unsupported', unknown.join(', '));
      transaction.answerOnce(response);
      return;
    }
    const toTag = tagOf(to(request));
    if (toTag === '') this.#outsideDialog(transaction);
    else this.#insideDialog(transaction, toTag);
  }

  #message(flow: Flow, data: Buffer): void {
    const { counters, transactions } = this.#context;
    if (data.length <= 4) return;
    count(counters, 'messagesReceived');
    const parsed = parseMessage(data);
    if (!parsed.ok) {
      this.#malformed(flow, parsed.message, parsed.status, parsed.reason);
      return;
    }
    const { message } = parsed;
    if (message.kind === 'response') {
      if (isUsableResponse(message)) transactions.receive(message, flow);
      else count(counters, 'malformed');
      return;
    }
    const fault = faultOf(message);
    if (fault !== null) {
      this.#malformed(flow, message, fault.status, fault.reason);
      return;
    }
    const fresh = tagOf(to(message)) === '' && message.method !== 'ACK' && message.method !== 'CANCEL';
    if (fresh && !transactions.knows(message) && !this.#rate.allow(flow.remoteAddress, Date.now())) {
      count(counters, 'droppedRate');
      return;
    }
    noteSource(message, flow);
    transactions.receive(message, flow, this.#answerFlow(message, flow));
  }

  /** RFC 3581 §4, RFC 3261 §18.2.2: without rport, answers over UDP go to the port that the Via names. */
  #answerFlow(request: SipRequest, flow: Flow): Flow {
    const via = topVia(request);
    if (flow.transport !== 'udp' || via === null || /;\s*rport\b/i.test(via.params)) return flow;
    const port = via.port === 0 ? 5060 : via.port;
    if (port === flow.remotePort) return flow;
    return (
      this.#context.transports.flowTo({ transport: 'udp', address: flow.remoteAddress, port, serverName: '' }) ?? flow
    );
  }

  /** Answered once, without a transaction, when enough of it could be read; else only counted. */
  #malformed(flow: Flow, message: SipMessage | null, status: number, reason: string): void {
    const { counters, options } = this.#context;
    count(counters, 'malformed');
    options.log('debug', 'Malformed SIP message', { status, reason, from: flow.remoteAddress });
    if (message === null || message.kind !== 'request' || message.method === 'ACK') return;
    // RFC 4475 §3.3.1: answered as far as possible; without a Via there is nowhere to send it.
    if (topVia(message) === null) return;
    if (!this.#rate.allow(flow.remoteAddress, Date.now())) return;
    noteSource(message, flow);
    this.#answerFlow(message, flow).send(serialize(responseTo(message, status, '', reason)));
  }

  #insideDialog(transaction: Transaction, toTag: string): void {
    const { request } = transaction;
    const call = this.#context.calls.get(dialogKey(callId(request), toTag));
    if (call === undefined || !call.isPeer(tagOf(from(request)))) transaction.answerOnce(responseTo(request, 481));
    else call.request(transaction);
  }

  #outsideDialog(transaction: Transaction): void {
    const { request } = transaction;
    switch (request.method) {
      case 'REGISTER':
        this.#register(transaction);
        return;
      case 'INVITE':
        receiveInvite(this.#context, this.#authentication, transaction, this.#offer);
        return;
      case 'OPTIONS': {
        const response = responseTo(request, 200);
        add(response, 'allow', allowedMethods);
        add(response, 'accept', 'application/sdp');
        add(response, 'supported', supportedOptions);
        transaction.answerOnce(response);
        return;
      }
      case 'SUBSCRIBE':
        transaction.answerOnce(responseTo(request, 489));
        return;
      case 'BYE':
      case 'UPDATE':
      case 'INFO':
      case 'PRACK':
      case 'NOTIFY':
        transaction.answerOnce(responseTo(request, 481));
        return;
      case 'REFER':
        transaction.answerOnce(responseTo(request, 403));
        return;
      default: {
        const response = responseTo(request, 405);
        add(response, 'allow', allowedMethods);
        transaction.answerOnce(response);
      }
    }
  }

  #register(transaction: Transaction): void {
    const { request, source: flow } = transaction;
    const nowMs = Date.now();
    const scheme = parseUri(to(request)?.uri ?? '')?.scheme;
    if (scheme !== 'sip' && scheme !== 'sips') {
      // RFC 3261 §10.3 step 5, RFC 4475 §3.3.4: an address-of-record is a SIP or SIPS URI.
      transaction.answerOnce(responseTo(request, 400, '', 'Bad address-of-record'));
      return;
    }
    const identity = this.#authentication.identify(request, 'registrar', flow.remoteAddress, nowMs);
    if ('refuse' in identity) {
      transaction.answerOnce(identity.refuse);
      return;
    }
    // RFC 3261 §10.3 step 4: a user changes his own bindings only.
    if (userOf(to(request)) !== identity.user || userOf(from(request)) !== identity.user) {
      transaction.answerOnce(responseTo(request, 403));
      return;
    }
    flow.proven?.();
    count(this.#context.counters, 'registers');
    transaction.respond(register(this.#context.registrar, identity, request, flow, nowMs));
  }
}
