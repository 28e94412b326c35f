// One connection of Verto: a stranger until `login` succeeds, then a session's until the socket is gone. A refused login leaves it open, as stock clients expect.
import type { WireErrorName } from '@cordboard/contract/dialects/verto';
import type { WebSocket } from 'ws';
import type { Log } from '../../log.ts';
import { TokenBucket } from '../../token-bucket.ts';
import {
  messageText,
  readMessage,
  replyOf,
  wireError,
  type Answer,
  type Fields,
  type Read,
  type Request,
} from './frame.ts';
import type { VertoLimits } from './limits.ts';
import { isEmpty, type LoggedIn } from './login.ts';
import type { Outlet, VertoSession } from './session.ts';
import { SpeedTest } from './speed-test.ts';

/** What the door does for its connections. */
export type ConnectionContext = {
  readonly limits: VertoLimits;
  readonly log: Log;
  logIn(params: Fields, address: string): Promise<LoggedIn | WireErrorName>;
  /** Binds the session of this sessid, or makes one. */
  bind(loggedIn: LoggedIn, sessid: string | null, outlet: Outlet): Promise<VertoSession | WireErrorName>;
  answer(session: VertoSession, request: Request): Promise<Answer>;
  /** After the reply to a login: what was there before comes back; resolves with the ids of its calls. */
  takeUp(session: VertoSession): readonly string[];
  lost(session: VertoSession, outlet: Outlet): void;
  noLongerStranger(connection: VertoConnection): void;
  gone(connection: VertoConnection): void;
};

export class VertoConnection implements Outlet {
  readonly address: string;
  readonly #socket: WebSocket;
  readonly #context: ConnectionContext;
  readonly #bucket: TokenBucket;
  readonly #speedTest: SpeedTest;
  #session: VertoSession | null = null;
  #logins: Promise<unknown> = Promise.resolve();
  #strangerTimer: NodeJS.Timeout | undefined;
  #expiryTimer: NodeJS.Timeout | undefined;
  #failures = 0;
  #rateRefusals = 0;
  #inFlight = 0;
  #missedBeats = 0;
  #heardAt = Date.now();
  #pingSerno = 0;
  #closing = false;

  constructor(socket: WebSocket, address: string, context: ConnectionContext) {
    this.#socket = socket;
    this.address = address;
    this.#context = context;
    const { limits } = context;
    this.#bucket = new TokenBucket(limits.vertoRequestBurst, limits.vertoRequestsPerSecond, Date.now());
    this.#speedTest = new SpeedTest(limits);
    this.#strangerTimer = setTimeout(() => this.punt('nobody signed in'), limits.vertoStrangerMs);
    socket.on('message', (data: Buffer, binary: boolean) => this.#received(data, binary));
    socket.on('pong', () => {
      this.#missedBeats = 0;
    });
    socket.on('error', (error) => context.log.debug({ err: error }, 'verto door: socket error'));
    socket.on('close', () => this.#gone());
  }

  get session(): VertoSession | null {
    return this.#session;
  }

  /** Called every beat. Only what comes from the far end counts: our own events keep a dead peer looking alive. */
  beat(nowMs: number): void {
    const { limits } = this.#context;
    if (this.#missedBeats >= limits.vertoMaxMissedBeats) return this.#socket.terminate();
    this.#missedBeats += 1;
    this.#socket.ping();
    if (this.#session === null || nowMs - this.#heardAt < limits.vertoPingAfterSilentMs) return;
    this.#heardAt = nowMs;
    this.send(messageText('verto.ping', { serno: this.#pingSerno++, ...this.#expiry(this.#session) }));
  }

  send(text: string): void {
    if (this.#closing || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text, (error) => {
      if (error) this.#socket.terminate();
    });
    if (this.#socket.bufferedAmount <= this.#context.limits.vertoMaxBufferedBytes) return;
    this.#context.log.warn({ address: this.address }, 'verto door: a reader too slow was cut');
    this.close(1013, 'slow reader');
  }

  punt(reason: string): void {
    this.send(messageText('verto.punt', { reason }));
    this.close(1008, reason);
  }

  close(code: number, reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#socket.close(code, reason);
    setTimeout(() => this.#socket.terminate(), this.#context.limits.vertoCloseMs).unref();
  }

  #received(data: Buffer, binary: boolean): void {
    this.#missedBeats = 0;
    this.#heardAt = Date.now();
    if (this.#closing) return;
    if (binary) return this.close(1003, 'text only');
    const text = data.toString();
    if (text.startsWith('#')) return this.#speed(text);
    const message = readMessage(text, this.#context.limits.vertoMaxBatch);
    if (message.kind === 'single') void this.#answerSingle(message.one);
    else void this.#answerBatch(message.all);
  }

  #speed(text: string): void {
    if (this.#session === null) return this.close(1008, 'nobody signed in');
    void this.#speedTest.received(
      text,
      (each) => this.send(each),
      () => this.#drained(),
    );
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#closing || this.#socket.readyState !== this.#socket.OPEN) resolve();
      else this.#socket.ping('', false, () => resolve());
    });
  }

  async #answerSingle(one: Read): Promise<void> {
    const { reply, after } = await this.#take(one);
    if (reply !== null) this.send(JSON.stringify(reply(this.#session?.sessid ?? null)));
    after?.();
  }

  /** One after the other, so that a batch may sign in and go on; results carry no sessid (mod_verto). */
  async #answerBatch(all: readonly Read[]): Promise<void> {
    const replies: Fields[] = [];
    const afterwards: (() => void)[] = [];
    for (const one of all) {
      const { reply, after } = await this.#take(one);
      if (reply !== null) replies.push(reply(null));
      if (after !== null) afterwards.push(after);
    }
    if (replies.length > 0) this.send(JSON.stringify(replies));
    for (const after of afterwards) after();
  }

  /** @returns how to write the reply, and what is to be done once it is written. */
  async #take(
    one: Read,
  ): Promise<{ readonly reply: ((sessid: string | null) => Fields) | null; readonly after: (() => void) | null }> {
    if ('isReply' in one) return { reply: null, after: null };
    const params = 'wrong' in one ? {} : one.params;
    const written = (answer: Answer, after: (() => void) | null = null) => ({
      reply: (sessid: string | null) => replyOf(one.id, answer, params, sessid),
      after,
    });
    if (!this.#within()) return written(wireError('tooManyRequests'));
    if ('wrong' in one) return written(wireError(one.wrong));
    this.#inFlight += 1;
    try {
      if (one.method === 'login') return written(...(await this.#login(params)));
      if (this.#session === null) return written(wireError('loginRequired'));
      return written(await this.#context.answer(this.#session, one));
    } catch (error) {
      this.#context.log.error({ err: error }, 'verto door: a request failed');
      return written(wireError('serverFailed'));
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** One at a time: two at once must not bind two sessions. */
  #login(params: Fields): Promise<[Answer, (() => void) | null]> {
    const turn = this.#logins.then(() => this.#logInNow(params));
    this.#logins = turn.catch(() => undefined);
    return turn;
  }

  async #logInNow(params: Fields): Promise<[Answer, (() => void) | null]> {
    if (isEmpty(params)) return [wireError('loginRequired'), null];
    const { sessid: given } = params;
    const sessid = typeof given === 'string' && given !== '' ? given : null;
    if (sessid !== null && sessid.length > this.#context.limits.vertoMaxSessidCharacters) {
      return this.#failed('improperCredentials');
    }
    // A batch of guesses ends where single ones do.
    if (this.#session === null && this.#failures >= this.#context.limits.vertoMaxLoginFailures) {
      return [wireError('tooManyLogins'), null];
    }
    const outcome = await this.#context.logIn(params, this.address);
    if (typeof outcome === 'string') return this.#failed(outcome);
    if (this.#session !== null) return this.#refresh(this.#session, outcome);
    const bound = await this.#context.bind(outcome, sessid, this);
    if (typeof bound === 'string') return this.#failed(bound);
    // The socket may have gone while the session was bound.
    if (this.#closing || this.#socket.readyState !== this.#socket.OPEN) {
      this.#context.lost(bound, this);
      return [wireError('serverFailed'), null];
    }
    this.#session = bound;
    this.#noLongerStranger();
    this.#watchExpiry(bound);
    return [this.#loggedIn(bound), () => this.#ready(bound)];
  }

  /** In place: nothing is interrupted, and what was valid stays so when it fails (mod_verto). */
  #refresh(session: VertoSession, { authenticated }: LoggedIn): [Answer, null] {
    const { tenantId, agentId } = session.presence;
    const { session: other } = authenticated;
    if (other.tenantId !== tenantId || other.agentId !== agentId) return [wireError('otherUser'), null];
    session.authenticated = authenticated;
    this.#watchExpiry(session);
    return [this.#loggedIn(session), null];
  }

  #loggedIn = (session: VertoSession): Answer => ({
    result: { message: 'logged in', sessid: session.sessid, ...this.#expiry(session) },
  });

  #expiry({ authenticated }: VertoSession): Fields {
    return { 'auth-expires': Math.floor(authenticated.expiresAt / 1_000) };
  }

  #ready(session: VertoSession): void {
    const calls = this.#context.takeUp(session);
    this.send(messageText('verto.clientReady', { reattached_sessions: calls }));
    session.catchUp();
  }

  #failed(name: WireErrorName): [Answer, (() => void) | null] {
    if (this.#session === null) this.#failures += 1;
    const isEnough = this.#failures >= this.#context.limits.vertoMaxLoginFailures;
    return [wireError(name), isEnough ? () => this.punt('too many failed logins') : null];
  }

  /** Told some time before, closed when it comes; the stale token is refused at the next login, where stock clients rest. */
  #watchExpiry(session: VertoSession): void {
    clearTimeout(this.#expiryTimer);
    const { expiresAt } = session.authenticated;
    const left = expiresAt - Date.now();
    const warning = left - this.#context.limits.vertoExpiryWarningMs;
    const end = (): void => this.close(1008, 'the token has expired');
    // A timer takes no more than 31 bits of milliseconds.
    const after = (ms: number, then: () => void): void => {
      this.#expiryTimer = setTimeout(then, Math.min(Math.max(0, ms), 2 ** 31 - 1));
      this.#expiryTimer.unref();
    };
    after(warning, () => {
      session.tellPrivately('tokenExpiring', { expires: Math.floor(expiresAt / 1_000) });
      after(expiresAt - Date.now(), end);
    });
  }

  #within(): boolean {
    const { limits } = this.#context;
    if (this.#bucket.take(Date.now()) && this.#inFlight < limits.vertoMaxInFlight) {
      this.#rateRefusals = 0;
      return true;
    }
    this.#rateRefusals += 1;
    if (this.#rateRefusals > limits.vertoMaxRateRefusals) this.close(1008, 'too many requests');
    return false;
  }

  #noLongerStranger(): void {
    if (this.#strangerTimer === undefined) return;
    clearTimeout(this.#strangerTimer);
    this.#strangerTimer = undefined;
    this.#context.noLongerStranger(this);
  }

  #gone(): void {
    this.#closing = true;
    clearTimeout(this.#expiryTimer);
    this.#noLongerStranger();
    if (this.#session !== null) this.#context.lost(this.#session, this);
    this.#context.gone(this);
  }
}
