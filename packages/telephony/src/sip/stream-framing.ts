// Cuts a byte stream into SIP messages by Content-Length, and knows the keep-alive line breaks between them (RFC 3261 §18.3, RFC 5626 §3.5.1).
import { sipLimits } from '../limits.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /(?:^|\r\n)(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*(?=\r\n|$)/i;

export type Framed = {
  readonly messages: readonly Buffer[];
  readonly pings: number;
  readonly pongs: number;
  readonly broken: boolean;
};

export class StreamFraming {
  #waiting: Buffer = Buffer.alloc(0);
  #pongAwaited = false;

  /** We sent a ping: the next single line break between messages is its answer. */
  awaitPong(): void {
    this.#pongAwaited = true;
  }

  /** Takes what arrived. `broken`: the stream can no longer be cut and must be closed. */
  push(chunk: Buffer): Framed {
    let data = this.#waiting.length === 0 ? chunk : Buffer.concat([this.#waiting, chunk]);
    const messages: Buffer[] = [];
    let pings = 0;
    let pongs = 0;
    for (;;) {
      if (this.#pongAwaited && data[0] === 13 && data[1] === 10) {
        this.#pongAwaited = false;
        pongs += 1;
        data = data.subarray(2);
      }
      const skipped = leadingBreaks(data);
      if (skipped.pings > 0 || skipped.bytes > 0) {
        pings += skipped.pings;
        data = data.subarray(skipped.bytes);
      }
      const bytes = messageBytes(data);
      if (bytes === 'broken') return { messages, pings, pongs, broken: true };
      if (bytes === 'more' || bytes > data.length) break;
      messages.push(data.subarray(0, bytes));
      data = data.subarray(bytes);
    }
    this.#waiting = data;
    return { messages, pings, pongs, broken: false };
  }
}

function leadingBreaks(data: Buffer): { bytes: number; pings: number } {
  let bytes = 0;
  while (data[bytes] === 13 && data[bytes + 1] === 10) bytes += 2;
  const pings = Math.floor(bytes / 4);
  // A single break may be the first half of a ping; it stays only when nothing follows it yet.
  const rest = data.length - bytes;
  if (bytes % 4 === 2 && (rest === 0 || (rest === 1 && data[bytes] === 13))) bytes -= 2;
  return { bytes, pings };
}

function messageBytes(data: Buffer): number | 'more' | 'broken' {
  if (data.length === 0) return 'more';
  const headEnd = data.indexOf(HEAD_END);
  if (headEnd < 0) return data.length > sipLimits.maxHeadBytes ? 'broken' : 'more';
  if (headEnd > sipLimits.maxHeadBytes) return 'broken';
  const length = LENGTH.exec(data.toString('latin1', 0, headEnd));
  if (length === null) return 'broken';
  const bodyBytes = Number(length[1]);
  if (bodyBytes > sipLimits.maxBodyBytes) return 'broken';
  return headEnd + 4 + bodyBytes;
}
