// What `verto.connect` is given (seed 001, 连接), and what of it is ours.
import type { SocketClass } from '../socket.ts';
import type { VertoClientLimits } from './limits.ts';
import type { VertoEvent } from './subscriptions.ts';
import type { Verto } from './verto.ts';

export type VertoParams = {
  /** `user@domain`. */
  readonly login: string;
  /** The password, or the word `password` where a token is used. */
  readonly passwd?: string;
  /** `ws://host:port/ws` or `wss://…`. */
  readonly socketUrl: string;
  readonly loginParams?: { readonly xui_sessid?: string } & Readonly<Record<string, unknown>>;
  readonly userVariables?: Readonly<Record<string, unknown>>;
  /** Absent: one for each tab, kept over a reload. */
  readonly sessid?: string;
  /** False: a connection that is lost stays lost. */
  readonly autoReconnect?: boolean;
  /** `interval` in ms. */
  readonly keepAlive?: { readonly interval?: number; readonly maxFailed?: number };
  /** Ours: asked before each login, and before the token runs out; what it gives is the token. */
  readonly token?: () => string | Promise<string>;
};

export type VertoCallbacks = {
  /** `msg.name`: `pvtEvent`, or a method that this client has no word for; `dialog` is always null: calls belong to the telephone. */
  readonly onMessage?: (verto: Verto, dialog: null, msg: { readonly name: string }, data: unknown) => void;
  /** After each login, the ones after a lost connection included; by then all channels are subscribed to again. */
  readonly onWSLogin?: (verto: Verto, success: boolean) => void;
  /** `success`: whether it is lost and will be connected again; false: it is over. */
  readonly onWSClose?: (verto: Verto, success: boolean) => void;
  readonly onEvent?: (verto: Verto, event: VertoEvent) => void;
};

export type VertoOptions = {
  /** Where there is no global `WebSocket`: the `ws` library's. */
  readonly WebSocket?: SocketClass;
  readonly limits?: Partial<VertoClientLimits>;
  /** Tells several clients of one page apart over a reload; absent: by the order in which they were made. */
  readonly name?: string;
};
