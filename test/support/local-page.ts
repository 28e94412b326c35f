// A page at the local server of the agent's program, as a JSON-RPC client written by hand: it sees every frame.
import WebSocket from 'ws';
import { until } from './until.ts';

export type Frame = {
  readonly jsonrpc: string;
  readonly id?: string | number | null;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: Record<string, unknown> };
  readonly method?: string;
  readonly params?: readonly unknown[];
  readonly seq?: number;
};

export class LocalPage {
  readonly frames: Frame[] = [];
  /** Every frame as it came. */
  readonly texts: string[] = [];
  readonly #socket: WebSocket;
  #serial = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      if (isBinary) throw new Error('a binary frame');
      const text = (data as Buffer).toString();
      this.texts.push(text);
      this.frames.push(JSON.parse(text) as Frame);
    });
  }

  static async open(
    port: number,
    { query = '', path = '/jsonrpc', host = '127.0.0.1', headers = {} }: PageWishes = {},
  ): Promise<LocalPage> {
    const socket = new WebSocket(`ws://${host}:${port}${path}${query}`, {
      headers: { Origin: 'https://crm.example', ...headers },
    });
    const page = new LocalPage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return page;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.#socket.close();
  }

  /** Breaks off without a word. */
  terminate(): void {
    this.#socket.terminate();
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  sendBytes(bytes: Buffer): void {
    this.#socket.send(bytes);
  }

  /** Sends a request and waits for the frame with its id. */
  async ask(method: string, params?: unknown, id: string | number = (this.#serial += 1)): Promise<Frame> {
    this.send(JSON.stringify({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }));
    return until(
      `an answer to ${method}`,
      () => this.frames.find((frame) => frame.id === id && !('method' in frame)),
      30_000,
    );
  }

  /** @throws when it is refused. */
  async call(method: string, ...params: unknown[]): Promise<unknown> {
    const { result, error } = await this.ask(method, params);
    if (error !== undefined) throw new Error(`${method}: ${error.code} ${error.message}`);
    return result;
  }

  /** Notifications of that name, in the order they came. */
  told(method: string): readonly Frame[] {
    return this.frames.filter((frame) => frame.method === method);
  }

  /** The pairs of the draft's status event. */
  get statuses(): readonly (readonly unknown[])[] {
    return this.told('onAgentStatusChanged').map(({ params }) => params ?? []);
  }

  /** Waits until a status was told. */
  async status(state: number, workType: number): Promise<void> {
    await until(
      `status ${state},${workType}; last ${JSON.stringify(this.statuses.at(-1))}`,
      () => {
        const last = this.statuses.at(-1);
        return last?.[0] === state && last[1] === workType;
      },
      20_000,
    );
  }
}

export type PageWishes = {
  readonly query?: string;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
