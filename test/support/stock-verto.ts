// Verto clients that we did not write, unmodified, in a page as small as they need: FreeSWITCH's own (npm `verto`) and an independent one (npm `vertojs`).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import WebSocket from 'ws';

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));

type Callbacks = {
  readonly onWSLogin?: (verto: StockVerto, success: boolean) => void;
  readonly onWSClose?: (verto: StockVerto, success: unknown) => void;
  readonly onMessage?: (verto: StockVerto, dialog: unknown, message: { readonly name: string }, data: unknown) => void;
};
type Handler = (verto: StockVerto, event: Readonly<Record<string, unknown>>, userData?: unknown) => void;
type Answered = (result: Readonly<Record<string, unknown>>) => void;

/** The part of `$.verto` that the tests use. */
export type StockVerto = {
  readonly sessid: string;
  subscribe(channel: string, options: { readonly handler: Handler; readonly readyHandler?: () => void }): unknown;
  logout(): void;
  purge(): void;
  readonly rpcClient: {
    call(method: string, params: object, success?: Answered, failed?: Answered): void;
    speedTest(bytes: number, done: (event: unknown, result: Readonly<Record<string, number>>) => void): void;
    stopRetrying(): void;
  };
};

/** What a page is to these clients; the sockets they open are kept. */
function page() {
  const kept = new Map<string, string>();
  const sockets: WebSocket[] = [];
  const said: string[] = [];
  const say = (...words: readonly unknown[]): void => void said.push(words.map(String).join(' '));
  class Socket extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
      this.on('error', () => {});
    }
  }
  const context: Record<string, unknown> = {
    WebSocket: Socket,
    crypto: globalThis.crypto,
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    },
    console: { log: say, error: say, info: say, warn: say, debug: say },
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    addEventListener: () => {},
  };
  context['window'] = context;
  return { context: createContext(context), sockets, said };
}

/** FreeSWITCH's own client, the package's files as they are. */
export function stockPage() {
  const { context, sockets, said } = page();
  const $ = {
    extend: Object.assign,
    toJSON: JSON.stringify,
    parseJSON: JSON.parse,
    FSRTC: { getValidRes: () => {} },
    isFunction: () => false,
  };
  const element = { bind: () => element };
  Object.assign(context, { jQuery: Object.assign(() => element, $) });
  const folder = folderOf('verto');
  for (const file of ['jquery.jsonrpcclient.js', 'jquery.verto.js']) {
    runInContext(readFileSync(join(folder, 'src', file), 'utf8'), context, { filename: file });
  }
  const { verto } = context['jQuery'] as { readonly verto: new (options: object, callbacks: Callbacks) => StockVerto };
  return { Client: verto, sockets, said };
}

/** The part of `vertojs` that the tests use. */
export type IndependentVerto = {
  login(): Promise<unknown>;
  readonly rpc: { call(method: string, params: object, success: Answered, failed: Answered): void; close(): void };
  subscribeEvent(name: string, handler: (...args: readonly unknown[]) => void): void;
};

export function independentPage() {
  const { context, sockets } = page();
  runInContext(readFileSync(join(folderOf('vertojs'), 'dist/index.js'), 'utf8'), context, { filename: 'vertojs' });
  const { Verto } = context['Verto'] as { readonly Verto: new (options: object) => IndependentVerto };
  return { Client: Verto, sockets };
}
