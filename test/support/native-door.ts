// A native door that listens on a free port, and a bare WebSocket to knock with.
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import type { Core } from '../../packages/server/src/core.ts';
import { createAgentDoor, type AgentDoor, type AgentDoorOptions } from '../../packages/server/src/doors/agent/door.ts';

export type ListeningDoor = {
  readonly url: string;
  readonly door: AgentDoor;
  /** Server ends of the connections, in the order they came. */
  readonly sockets: readonly WebSocket[];
  close(): Promise<void>;
};

/** @param port 0: a free one. */
export async function listen(core: Core, options: Partial<AgentDoorOptions> = {}, port = 0): Promise<ListeningDoor> {
  const door = createAgentDoor({ core, log: pino({ level: 'silent' }), ...options });
  const sockets: WebSocket[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port, maxPayload: door.maxFrameBytes });
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    door.accept(socket, { address: request.socket.remoteAddress ?? '', secure: false }, request.socket);
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/agent`,
    door,
    sockets,
    close: () => {
      door.close();
      for (const socket of sockets) socket.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type Message = Readonly<Record<string, unknown>>;

/** Sends text as it stands and hands out what comes, in order. */
export class Knocker {
  readonly socket: WebSocket;
  /** The code with which the server closed. */
  readonly closed: Promise<number>;
  readonly #came: string[] = [];
  readonly #waiting: ((text: string) => void)[] = [];
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#came.push(data.toString());
      else waiting(data.toString());
    });
  }

  static async open(url: string, options: { readonly autoPong?: boolean } = {}): Promise<Knocker> {
    const socket = new WebSocket(url, options);
    const knocker = new Knocker(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return knocker;
  }

  static async signedIn(url: string, login = '1001'): Promise<Knocker> {
    const knocker = await Knocker.open(url);
    await knocker.ask('session.signIn', { login, password: 'right' });
    return knocker;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  nextText(): Promise<string> {
    const text = this.#came.shift();
    return text === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(text);
  }

  async next(): Promise<Message> {
    return JSON.parse(await this.nextText()) as Message;
  }

  /** Sends text and gives the next message that comes. */
  async exchange(message: unknown): Promise<Message> {
    this.send(message);
    return this.next();
  }

  ask(method: string, params: unknown = {}): Promise<Message> {
    return this.exchange({ jsonrpc: '2.0', id: this.#nextId++, method, params });
  }
}
