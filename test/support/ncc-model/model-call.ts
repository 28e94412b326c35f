// A call as one user has it: what is told of it, and the leg at the other side when that is a user too.
import type { ModelUser } from './model-user.ts';
import type { Transfer } from './transfers.ts';

/** A small integer or a text of 64 characters: the same kind all over one model. */
export type Cid = number | string;
export type Fields = Readonly<Record<string, unknown>>;
export type Params = Readonly<Record<string, unknown>>;

export type CallStart = {
  readonly cid: Cid;
  readonly sessionId: string;
  readonly direction: 'in' | 'out';
  /** `sip` unless told otherwise. */
  readonly type?: string | undefined;
  /** Whom he sees at the other side. */
  readonly displayName: string;
  readonly params: Params;
  readonly other?: ModelCall | null;
  /** He is whom that call is transferred to. */
  readonly transferredFrom?: ModelCall;
};

const spoken = new Set(['sip', 'voice', 'dev', 'cfr']);
const now = (): number => Math.floor(Date.now() / 1000);

export class ModelCall {
  readonly user: ModelUser;
  readonly cid: Cid;
  readonly sessionId: string;
  readonly direction: 'in' | 'out';
  readonly type: string;
  params: Params;
  localParams: Params = {};
  isHeld = false;
  isMuted = false;
  /** Nothing is recorded. */
  isSecure = false;
  /** Null: the other side is nobody of ours. */
  other: ModelCall | null;
  transfer: Transfer | null = null;
  transferredFrom: ModelCall | null;
  readonly #displayName: string;
  readonly #creationTime = now();
  #answerTime: number | null = null;
  #hangupTime: number | null = null;

  constructor(user: ModelUser, start: CallStart) {
    this.user = user;
    this.cid = start.cid;
    this.sessionId = start.sessionId;
    this.direction = start.direction;
    this.type = start.type ?? 'sip';
    this.#displayName = start.displayName;
    this.params = { sessionId: start.sessionId, ...start.params };
    this.other = start.other ?? null;
    this.transferredFrom = start.transferredFrom ?? null;
  }

  get state(): 'new' | 'connected' | 'ended' {
    if (this.#hangupTime !== null) return 'ended';
    return this.#answerTime === null ? 'new' : 'connected';
  }

  get wasAnswered(): boolean {
    return this.#answerTime !== null;
  }

  get isText(): boolean {
    return !spoken.has(this.type);
  }

  answer(): void {
    this.#answerTime ??= now();
  }

  end(): void {
    this.#hangupTime ??= now();
  }

  /** @returns the fields of `NewCall`. */
  news(): Fields {
    return {
      cid: this.cid,
      type: this.type,
      state: this.state,
      direction: this.direction,
      hold: this.isHeld,
      muted: this.isMuted,
      displayName: this.#displayName,
      creationTime: this.#creationTime,
      ...(this.#answerTime === null ? {} : { answerTime: this.#answerTime }),
      ...(this.#hangupTime === null ? {} : { hangupTime: this.#hangupTime }),
      params: this.params,
    };
  }

  /** @returns the fields of `CallStatus`, which are those of each of `Calls` too. */
  status(): Fields {
    return { ...this.news(), localParams: this.localParams };
  }
}
