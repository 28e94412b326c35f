// The window's own connection to the program: JSON-RPC as pages speak it, in version 6 with extensions; it comes back by itself.

export type Told = (method: string, detail: Readonly<Record<string, unknown>>) => void;

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

const retryMs = 1_000;
/** The program says so: the window is to close. */
const hideCode = 4000;

export class LinkError extends Error {
  readonly text: Readonly<Record<string, string>>;

  constructor(message: string, text: Readonly<Record<string, string>>) {
    super(message);
    this.text = text;
  }
}

export class LocalLink {
  readonly #told: Told;
  readonly #changed: (isUp: boolean) => void;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | null = null;
  #serial = 0;

  constructor(told: Told, changed: (isUp: boolean) => void) {
    this.#told = told;
    this.#changed = changed;
    this.#open();
  }

  /** @throws LinkError with what the program says in each language. */
  call(method: string, params: readonly unknown[] | object = []): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new LinkError('not connected', {}));
    this.#serial += 1;
    const id = this.#serial;
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #open(): void {
    const url = new URL('/jsonrpc?profile=v6&extensions=1', location.href);
    url.protocol = 'ws:';
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('open', () => this.#changed(true));
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => this.#take(data));
    socket.addEventListener('close', ({ code }) => {
      for (const { reject } of this.#waiting.values()) reject(new LinkError('the connection is lost', {}));
      this.#waiting.clear();
      this.#changed(false);
      if (code === hideCode) window.close();
      else setTimeout(() => this.#open(), retryMs);
    });
  }

  #take(text: string): void {
    const message = JSON.parse(text) as {
      readonly id?: number;
      readonly method?: string;
      readonly params?: readonly [Readonly<Record<string, unknown>>];
      readonly result?: unknown;
      readonly error?: { readonly message: string; readonly data?: { readonly text?: Record<string, string> } };
    };
    if (message.method !== undefined) return this.#told(message.method, message.params?.[0] ?? {});
    const waiting = this.#waiting.get(message.id ?? -1);
    this.#waiting.delete(message.id ?? -1);
    if (message.error === undefined) waiting?.resolve(message.result);
    else waiting?.reject(new LinkError(message.error.message, message.error.data?.text ?? {}));
  }
}
