// One connection to the native door: a stranger until somebody has signed in, then a person's session until the socket is gone.
import {
  closeCodes,
  readMessage,
  type CloseName,
  type MethodName,
  type NotRequest,
  type Request,
} from '@cordboard/contract';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Authenticated, Core, SessionListener, StreamPosition } from '../../core.ts';
import type { Log } from '../../log.ts';
import type { Asker, Demo, SignedIn } from './asker.ts';
import { carryOut, carryOutForStranger } from './carry-out.ts';
import { Deliveries, type Outlet } from './deliveries.ts';
import type { AgentDoorLimits } from './door.ts';
import { Outbox, type FlushTurn } from './outbox.ts';
import { notificationText, replyText, type Answer, type Refused } from './reply.ts';
import { TokenBucket } from '../../token-bucket.ts';

export type ConnectionContext = {
  readonly core: Core;
  readonly log: Log;
  readonly demo: Demo | null;
  readonly phonePath: string;
  readonly limits: AgentDoorLimits;
  readonly flushTurn: FlushTurn;
  /** Told once when a stranger became a person, or is gone. */
  noLongerStranger(connection: AgentConnection): void;
  gone(connection: AgentConnection): void;
};

/** Answered with a position: no event may pass before the reply. */
const positioning: ReadonlySet<string> = new Set<MethodName>(['session.snapshot', 'session.resume']);

export class AgentConnection implements Asker, Outlet {
  readonly address: string;
  readonly #context: ConnectionContext;
  readonly #socket: WebSocket;
  readonly #bucket: TokenBucket;
  readonly #outbox: Outbox;
  #signInTimer: NodeJS.Timeout | undefined;
  #signedIn: SignedIn | null = null;
  #deliveries: Deliveries | null = null;
  #leaving = false;
  #closing = false;
  #signingIn = false;
  #failures = 0;
  #pings = 0;
  #rateRefusals = 0;
  #inFlight = 0;
  #missedBeats = 0;

  /** @param stream what the WebSocket stands on. */
  constructor(socket: WebSocket, stream: Duplex, address: string, context: ConnectionContext) {
    this.#socket = socket;
    this.address = address;
    this.#context = context;
    this.#outbox = new Outbox(stream, context.flushTurn);
    const { limits } = context;
    this.#bucket = new TokenBucket(limits.agentRequestBurst, limits.agentRequestsPerSecond, Date.now());
    this.#signInTimer = setTimeout(() => this.close('signInTimeout'), limits.strangerSignInMs);
    socket.on('message', (data: Buffer, binary: boolean) => this.#received(data, binary));
    socket.on('pong', () => {
      this.#missedBeats = 0;
    });
    socket.on('ping', () => this.#within());
    socket.on('error', (error) => context.log.debug({ err: error }, 'agent door: socket error'));
    socket.on('close', () => this.#gone());
  }

  get core(): Core {
    return this.#context.core;
  }

  get demo(): Demo | null {
    return this.#context.demo;
  }

  get phonePath(): string {
    return this.#context.phonePath;
  }

  get signedIn(): SignedIn | null {
    return this.#signedIn;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount + this.#outbox.bytes;
  }

  /** Called every beat; a socket on which nothing came back for two of them is half-open (RFC 9293 §3.5.1). */
  beat(nowMs: number): void {
    const { limits } = this.#context;
    const pausedAt = this.#deliveries?.pausedAt ?? null;
    if (pausedAt !== null && nowMs - pausedAt > limits.agentMaxPausedMs) this.close('slowReader');
    else if (this.#missedBeats >= limits.agentMaxMissedBeats) this.#socket.terminate();
    else {
      this.#missedBeats += 1;
      this.#socket.ping();
    }
  }

  /** @param name the row of the close-code table. */
  close(name: CloseName): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#outbox.flush();
    this.#socket.close(closeCodes[name].code, name);
    setTimeout(() => this.#socket.terminate(), this.#context.limits.agentCloseMs).unref();
  }

  send(text: string): void {
    if (this.#closing) return;
    this.#outbox.flush();
    this.#socket.send(text);
    if (this.bufferedBytes > this.#context.limits.agentMaxBufferedBytes) this.close('slowReader');
  }

  sendFrame(frame: Buffer): void {
    if (!this.#closing) this.#outbox.push(frame);
  }

  flush(): void {
    this.#outbox.flush();
  }

  sendAndDrain(text: string): Promise<void> {
    this.#outbox.flush();
    return new Promise((resolve) => {
      this.#socket.send(text, () => resolve());
    });
  }

  async snapshotText(): Promise<string> {
    return notificationText('event.snapshot', await this.snapshot());
  }

  failed(error: unknown): void {
    this.#context.log.error({ err: error }, 'agent door: no snapshot for a slow reader');
    this.close('overloaded');
  }

  bind(authenticated: Authenticated): boolean {
    if (this.#closing || this.#socket.readyState !== this.#socket.OPEN) return false;
    const listener: SessionListener = {
      event: (published, prev) => this.#deliveries?.event(published, prev),
      closed: (reason) => {
        this.#signedIn = null;
        this.close(reason);
      },
    };
    const { limits } = this.#context;
    const open = this.core.open(authenticated.session, listener);
    this.#signedIn = { authenticated, open };
    this.#deliveries = new Deliveries(open, this, {
      pauseBufferedBytes: limits.agentPauseBufferedBytes,
      maxHeldEvents: limits.agentMaxHeldEvents,
    });
    this.#noLongerStranger();
    return true;
  }

  leave(): void {
    this.#leaving = true;
    this.#signedIn?.open.close('ended');
    this.#signedIn = null;
  }

  async snapshot(): Promise<Readonly<Record<string, unknown>>> {
    const { open } = this.#signedIn ?? {};
    if (open === undefined || this.#deliveries === null) throw new Error('no session');
    this.#deliveries.beginAgain();
    const { position, state } = await open.snapshot();
    this.#deliveries.beginAt(position);
    const { limits } = this.#context;
    return {
      ...(state as Readonly<Record<string, unknown>>),
      position,
      serverTime: Date.now(),
      demo: this.demo !== null,
      limits: {
        maxFrameBytes: limits.agentMaxFrameBytes,
        maxBatch: limits.agentMaxBatch,
        maxInFlight: limits.agentMaxInFlight,
        requestsPerSecond: limits.agentRequestsPerSecond,
        heartbeatMs: limits.agentHeartbeatMs,
      },
    };
  }

  resume(position: StreamPosition): boolean {
    if (this.#signedIn === null || this.#deliveries === null) return false;
    this.#deliveries.beginAgain();
    this.#deliveries.beginAt(position);
    return this.#signedIn.open.resume(position);
  }

  #received(data: Buffer, binary: boolean): void {
    this.#missedBeats = 0;
    if (this.#closing) return;
    const { limits } = this.#context;
    if (binary) return this.#refuseFrame('binaryNotAccepted');
    const maximum = this.#deliveries === null ? limits.strangerMaxFrameBytes : limits.agentMaxFrameBytes;
    if (data.length > maximum) return this.#refuseFrame('frameTooLarge');
    const message = readMessage(data.toString(), limits.agentMaxBatch);
    if (message.kind === 'batch') void this.#answerBatch(message.requests);
    else void this.#answerSingle(message.request);
  }

  #refuseFrame(name: 'binaryNotAccepted' | 'frameTooLarge'): void {
    this.send(replyText('null', { refused: name }));
    this.close(name);
  }

  async #answerSingle(request: Request | NotRequest): Promise<void> {
    const holds = 'method' in request && positioning.has(request.method) ? this.#deliveries : null;
    holds?.hold();
    const answer = await this.#answer(request);
    if (request.id !== null) this.send(replyText(request.id, answer));
    holds?.release();
    if (this.#leaving) this.close('signedOut');
  }

  /** One after the other, so that a batch may sign in and go on; its replies travel together, ahead of the events they caused. */
  async #answerBatch(requests: readonly (Request | NotRequest)[]): Promise<void> {
    const replies: string[] = [];
    const deliveries = this.#deliveries;
    deliveries?.hold();
    for (const request of requests) {
      if (this.#closing) break;
      const answer = await this.#answer(request);
      if (request.id !== null) replies.push(replyText(request.id, answer));
    }
    if (replies.length > 0) this.send(`[${replies.join(',')}]`);
    deliveries?.release();
    if (this.#leaving) this.close('signedOut');
  }

  async #answer(request: Request | NotRequest): Promise<Answer> {
    if (this.#signedIn === null) return this.#answerStranger(request);
    const refusal = this.#within();
    if (refusal !== null) return refusal;
    this.#inFlight += 1;
    try {
      return await carryOut(this, request, this.#signedIn);
    } catch (error) {
      this.#context.log.error({ err: error }, 'agent door: a request failed');
      return { refused: 'internal' };
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Before sign-in nothing is done but signing in; what is not that counts, and a few of them end the connection. */
  async #answerStranger(request: Request | NotRequest): Promise<Answer> {
    const answer = await this.#carryOutForStranger(request);
    const isPing = 'method' in request && request.method === 'session.ping';
    if (isPing) this.#pings += 1;
    else if ('refused' in answer) this.#failures += 1;
    const { strangerMaxFailures, strangerMaxPings } = this.#context.limits;
    const tooMany = this.#failures >= strangerMaxFailures || this.#pings > strangerMaxPings;
    if (tooMany) setImmediate(() => this.close('tooManyFailures'));
    return answer;
  }

  async #carryOutForStranger(request: Request | NotRequest): Promise<Answer> {
    if (this.#signingIn) return { refused: 'notAuthenticated' };
    this.#signingIn = true;
    try {
      return await carryOutForStranger(this, request);
    } catch (error) {
      this.#context.log.error({ err: error }, 'agent door: sign-in failed');
      return { refused: 'internal' };
    } finally {
      this.#signingIn = false;
    }
  }

  /** Takes a request's share of the rate; a client that goes on far above it is cut. */
  #within(): Refused | null {
    const { limits } = this.#context;
    if (!this.#bucket.take(Date.now())) {
      this.#rateRefusals += 1;
      if (this.#rateRefusals > limits.agentMaxRateRefusals) this.close('tooManyRequests');
      return { refused: 'rateLimited' };
    }
    this.#rateRefusals = 0;
    return this.#inFlight >= limits.agentMaxInFlight ? { refused: 'overloaded' } : null;
  }

  #noLongerStranger(): void {
    if (this.#signInTimer === undefined) return;
    clearTimeout(this.#signInTimer);
    this.#signInTimer = undefined;
    this.#context.noLongerStranger(this);
  }

  #gone(): void {
    this.#closing = true;
    this.#noLongerStranger();
    this.#signedIn?.open.close('lost');
    this.#signedIn = null;
    this.#context.gone(this);
  }
}
