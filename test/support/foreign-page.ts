// A page of somebody else's: the JSON-RPC library `json-rpc-2.0` over a WebSocket, knowing nothing of this product but its document.
import { JSONRPCClient, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0';
import WebSocket from 'ws';
import { until } from './until.ts';

/** Events whose arguments a test looks at. */
const watched = [
  'onAgentStatusChanged',
  'onStatusChanged',
  'onConnectStateChanged',
  'onMainCtiConnectionChanged',
  'onRingReceived',
  'onHoldListChanged',
  'onPhonAccountRegStateChanged',
];

export class ForeignPage {
  readonly heard: { readonly method: string; readonly params: readonly unknown[] }[] = [];
  readonly #rpc: JSONRPCServerAndClient;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    const client = new JSONRPCClient((request) => {
      socket.send(JSON.stringify(request));
      return Promise.resolve();
    });
    this.#rpc = new JSONRPCServerAndClient(new JSONRPCServer(), client);
    for (const method of watched)
      this.#rpc.addMethod(method, (params) => void this.heard.push({ method, params: params as readonly unknown[] }));
    socket.on('message', (data) => void this.#rpc.receiveAndSend(JSON.parse((data as Buffer).toString()) as never));
  }

  static async open(port: number, origin: string, query = ''): Promise<ForeignPage> {
    const socket = new WebSocket(`ws://localhost:${port}/jsonrpc${query}`, { origin });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new ForeignPage(socket);
  }

  call(method: string, ...params: unknown[]): Promise<unknown> {
    return Promise.resolve(this.#rpc.request(method, params as never));
  }

  of(method: string): readonly (readonly unknown[])[] {
    return this.heard.filter((one) => one.method === method).map(({ params }) => params);
  }

  async status(state: number, workType: number): Promise<void> {
    await until(
      `status ${state},${workType}`,
      () => {
        const last = this.of('onAgentStatusChanged').at(-1);
        return last?.[0] === state && last[1] === workType;
      },
      20_000,
    );
  }

  close(): void {
    this.#socket.close();
  }
}
