// One connection to the CTI API: the handshake, commands and their answers by `rid`, and what comes without being asked.
import { randomUUID } from 'node:crypto';
import { WebSocket, type RawData } from 'ws';
import {
  isAnswerName,
  protocolVersion,
  readEvent,
  subProtocol,
  type NccMessage,
} from '@cordboard/contract/dialects/ncc';
import { limits } from '../limits.ts';
import { CtiError } from './cti-error.ts';

export type LinkListener = {
  /** An event, in the order they came; never `Ok`, `Error` or `ParseError`. */
  event(message: NccMessage): void;
  /** Comes once; nothing comes behind it. */
  closed(why: string): void;
  /** Something came that is no message, or an answer to nothing. */
  odd(what: string): void;
};

type Waiting = {
  readonly resolve: (answer: NccMessage) => void;
  readonly reject: (error: CtiError) => void;
  readonly timer: NodeJS.Timeout;
};

export type LinkOptions = { readonly url: string; readonly commandTimeoutMs: number; readonly listener: LinkListener };

export class CtiLink {
  readonly #socket: WebSocket;
  readonly #options: LinkOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #prefix = randomUUID();
  #count = 0;
  #isAlive = true;
  #isOver = false;
  #heartbeat: NodeJS.Timeout | undefined;

  private constructor(socket: WebSocket, options: LinkOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data: RawData, isBinary: boolean) => this.#take(data, isBinary));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('close', (code, reason) => this.#over(`closed with ${code} ${reason.toString()}`.trim()));
    socket.on('error', (error) => this.#over(error.message));
    this.#heartbeat = setInterval(() => this.#beat(), limits.ctiHeartbeatMs);
  }

  /**
   * Connects and shakes hands; nothing else is sent before the answer to `SetProtocolVersion`.
   *
   * @throws CtiError `away`: nobody there; `refused`: the version is not spoken there.
   */
  static async open(options: LinkOptions): Promise<CtiLink> {
    // Listened to from the moment it is open: more may have come in the packet of the handshake.
    const link = await connect(options.url, (socket) => new CtiLink(socket, options));
    try {
      await link.command('SetProtocolVersion', { protocolVersion });
    } catch (error) {
      link.close();
      throw error;
    }
    return link;
  }

  /** Whether it is closed, by whomever. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Sends a command and waits for its answer, which may come before or behind the events it causes.
   *
   * @returns the answer: `Ok` or the message with the data.
   * @throws CtiError `refused`, with the server's description; `timeout`; `away`.
   */
  command(name: string, fields: Readonly<Record<string, unknown>>): Promise<NccMessage> {
    if (this.#isOver) return Promise.reject(new CtiError('away', 'the CTI API is not connected'));
    if (this.#waiting.size >= limits.ctiMaxInFlight)
      return Promise.reject(new CtiError('busy', 'too many commands wait'));
    this.#count += 1;
    const rid = `${this.#prefix}.${this.#count}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(rid);
        reject(new CtiError('timeout', `${name}: no answer in ${this.#options.commandTimeoutMs} ms`));
      }, this.#options.commandTimeoutMs);
      this.#waiting.set(rid, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ ...fields, name, rid }));
    });
  }

  close(): void {
    this.#over('closed here');
    this.#socket.terminate();
  }

  #take(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return;
    const message = isBinary ? null : messageOf(data);
    if (message === null) return this.#options.listener.odd('not a message');
    if (typeof message['rid'] === 'string' && this.#answer(message['rid'], message)) return;
    if (isAnswerName(message.name)) return this.#options.listener.odd(`${message.name} to nothing that was asked`);
    this.#options.listener.event(readEvent(message).message);
  }

  /** @returns whether somebody waited for it. */
  #answer(rid: string, message: NccMessage): boolean {
    const waiting = this.#waiting.get(rid);
    if (waiting === undefined) return false;
    this.#waiting.delete(rid);
    clearTimeout(waiting.timer);
    if (message.name === 'Error' || message.name === 'ParseError') {
      const { description } = message;
      waiting.reject(new CtiError('refused', typeof description === 'string' ? description : message.name));
    } else waiting.resolve(readEvent(message).message);
    return true;
  }

  #beat(): void {
    if (!this.#isAlive) {
      this.#over('nothing comes from it');
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  #over(why: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#heartbeat);
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new CtiError('away', 'the connection to the CTI API was lost'));
    }
    this.#waiting.clear();
    this.#options.listener.closed(why);
  }
}

/** The sub-protocol is offered; a server that knows of none (seen in the field) is asked again without it. */
async function connect<T>(url: string, take: (socket: WebSocket) => T): Promise<T> {
  try {
    return await opened(url, [subProtocol], take);
  } catch (error) {
    // RFC 6455 §4.1 lets the client go on; the library does not.
    if (error instanceof CtiError && error.message === 'Server sent no subprotocol') return await opened(url, [], take);
    throw error;
  }
}

function opened<T>(url: string, subProtocols: string[], take: (socket: WebSocket) => T): Promise<T> {
  const socket = new WebSocket(url, subProtocols, {
    handshakeTimeout: limits.ctiConnectTimeoutMs,
    maxPayload: limits.ctiMaxFrameBytes,
    // RFC 6455 extensions are not used on this wire (seed 004).
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(new CtiError('away', error.message));
    socket.once('error', failed);
    socket.once('open', () => {
      socket.off('error', failed);
      resolve(take(socket));
    });
  });
}

function messageOf(data: RawData): NccMessage | null {
  try {
    // A text comes as one Buffer, since nothing else was asked for.
    const read: unknown = JSON.parse((data as Buffer).toString('utf8'));
    const isNamed = typeof read === 'object' && read !== null && 'name' in read && typeof read.name === 'string';
    return isNamed && !isDeeper(read, limits.ctiMaxDepthLevels) ? (read as NccMessage) : null;
  } catch {
    return null;
  }
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
