// The stream of events to one connection: in order behind the replies that caused them, paused while the reader is slow.
import type { OpenSession, Published, StreamPosition } from '../../core.ts';
import { textFrame } from './outbox.ts';
import { notificationText } from './reply.ts';

export type DeliveryLimits = { readonly pauseBufferedBytes: number; readonly maxHeldEvents: number };

/** The connection, as its deliveries see it. */
export type Outlet = {
  readonly bufferedBytes: number;
  send(text: string): void;
  /** A whole frame, which leaves with the others of this turn. */
  sendFrame(frame: Buffer): void;
  /** Writes now what waits for the end of the turn: what is buffered after that, the far end has not taken. */
  flush(): void;
  /** Resolves when everything sent so far has left this process. */
  sendAndDrain(text: string): Promise<void>;
  /** The notification that gives a slow reader the state again. */
  snapshotText(): Promise<string>;
  failed(error: unknown): void;
};

/** The last event encoded with its `prev`: the next subscriber is usually at the same place. */
let encoded: { readonly published: Published; readonly prev: number; readonly frame: Buffer } | null = null;

function frameOf(published: Published, prev: number): Buffer {
  if (encoded?.published !== published || encoded.prev !== prev) {
    const frame = textFrame(`{"jsonrpc":"2.0","method":"event","params":${published.json},"prev":${prev}}}`);
    encoded = { published, prev, frame };
  }
  return encoded.frame;
}

export class Deliveries {
  readonly #session: Pick<OpenSession, 'pause'>;
  readonly #outlet: Outlet;
  readonly #limits: DeliveryLimits;
  #held: { readonly published: Published; readonly prev: number }[] = [];
  #holds = 0;
  #position: StreamPosition = { epoch: '', seq: 0 };
  #pausedAt: number | null = null;

  constructor(session: Pick<OpenSession, 'pause'>, outlet: Outlet, limits: DeliveryLimits) {
    this.#session = session;
    this.#outlet = outlet;
    this.#limits = limits;
  }

  /** Since when the reader has been too slow (ms since the Unix epoch). */
  get pausedAt(): number | null {
    return this.#pausedAt;
  }

  /** Right before the core is asked for a snapshot or a resume: what is held is older than what will come. */
  beginAgain(): void {
    this.#held = [];
    this.#pausedAt = null;
  }

  beginAt(position: StreamPosition): void {
    this.#position = position;
  }

  event(published: Published, prev: number): void {
    if (this.#pausedAt !== null) return;
    if (this.#holds === 0) this.#write(published, prev);
    else if (this.#held.length < this.#limits.maxHeldEvents) this.#held.push({ published, prev });
    else this.#pause();
  }

  /** Events wait until the matching `release`: while a batch is answered, or a resume delivers ahead of its own reply. */
  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds > 0) return;
    const held = this.#held;
    this.#held = [];
    for (const { published, prev } of held) this.event(published, prev);
  }

  #write(published: Published, prev: number): void {
    this.#position = { epoch: this.#position.epoch, seq: published.seq };
    this.#outlet.sendFrame(frameOf(published, prev));
    if (this.#outlet.bufferedBytes <= this.#limits.pauseBufferedBytes) return;
    this.#outlet.flush();
    if (this.#outlet.bufferedBytes > this.#limits.pauseBufferedBytes) this.#pause();
  }

  #pause(): void {
    this.#session.pause();
    this.#held = [];
    const pausedAt = Date.now();
    this.#pausedAt = pausedAt;
    void this.#catchUp(pausedAt);
  }

  /** A client that asked for a snapshot by itself meanwhile has already gone on. */
  async #catchUp(pausedAt: number): Promise<void> {
    await this.#outlet.sendAndDrain(notificationText('event.paused', this.#position));
    if (this.#pausedAt !== pausedAt) return;
    this.hold();
    try {
      this.#outlet.send(await this.#outlet.snapshotText());
    } catch (error) {
      this.#outlet.failed(error);
    } finally {
      this.release();
    }
  }
}
