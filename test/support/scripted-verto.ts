// A strict little server of FreeSWITCH's kind: what a client sends is kept, and it is answered as a test says.
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export type Asked = {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
};
type Reply = { readonly result: unknown } | { readonly error: unknown } | null;

export class ScriptedVerto {
  readonly asked: Asked[] = [];
  readonly sockets: WebSocket[] = [];
  /** How a request is answered; null: not at all. */
  answer: (asked: Asked) => Reply = () => ({ result: {} });
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('message', (data: Buffer) => this.#received(socket, data.toString()));
    });
  }

  static async open(port = 0): Promise<ScriptedVerto> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await new Promise((resolve) => server.once('listening', resolve));
    return new ScriptedVerto(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  methods(): readonly string[] {
    return this.asked.map(({ method }) => method);
  }

  push(message: unknown): void {
    this.sockets.at(-1)?.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  event(params: Readonly<Record<string, unknown>>): void {
    this.push({ jsonrpc: '2.0', id: 1, method: 'verto.event', params });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #received(socket: WebSocket, text: string): void {
    const message = JSON.parse(text) as Asked;
    if (message.method === undefined) return;
    this.asked.push(message);
    const isEmpty = message.method === 'login' && message.params['login'] === undefined;
    const reply = isEmpty ? { error: { code: -32000, message: 'Authentication Required' } } : this.answer(message);
    if (reply !== null) socket.send(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...reply }));
  }
}
