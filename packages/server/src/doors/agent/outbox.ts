// Events on their way out: each is framed once for everybody, and those of one turn leave a connection in one write.
import type { Duplex } from 'node:stream';

const finalText = 0x81;

/** A text frame from server to client (RFC 6455 §5.2): final, not masked, not compressed. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headBytes + length);
  frame[0] = finalText;
  if (headBytes === 2) frame[1] = length;
  else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headBytes);
  return frame;
}

/** Flushes at the end of the turn: a commit of the journal gives out several events at once, and a system call costs more than an event. */
export class FlushTurn {
  #waiting: Outbox[] = [];

  add(outbox: Outbox): void {
    if (this.#waiting.push(outbox) > 1) return;
    queueMicrotask(() => {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const each of waiting) each.flush();
    });
  }
}

/** The frames of one connection. They share the stream with the WebSocket, which writes whole frames at once as long as it does not compress. */
export class Outbox {
  readonly #stream: Duplex;
  readonly #turn: FlushTurn;
  #frames: Buffer[] = [];
  #bytes = 0;

  constructor(stream: Duplex, turn: FlushTurn) {
    this.#stream = stream;
    this.#turn = turn;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(frame: Buffer): void {
    this.#bytes += frame.length;
    if (this.#frames.push(frame) === 1) this.#turn.add(this);
  }

  /** Before anything else goes to the same connection. */
  flush(): void {
    const frames = this.#frames;
    if (frames.length === 0) return;
    this.#frames = [];
    this.#bytes = 0;
    if (!this.#stream.writable) return;
    if (frames.length > 1) this.#stream.cork();
    for (const frame of frames) this.#stream.write(frame);
    if (frames.length > 1) this.#stream.uncork();
  }
}
