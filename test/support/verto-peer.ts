// A bare Verto client for transcripts: sends what it is told and keeps what comes, in order.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { password, type CallCentre } from './call-centre.ts';
import { until } from './until.ts';

/** The address of a centre's Verto door. */
export const vertoUrl = ({ url }: CallCentre): string => url.replace(/agent$/, 'ws');

export type VertoFrame = {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string } & Readonly<Record<string, unknown>>;
};

export type VertoEvent = {
  readonly eventChannel: string;
  readonly subscribedChannel: string;
  readonly eventSerno: number;
  readonly topic: string;
  readonly eventType: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export class VertoPeer {
  readonly socket: WebSocket;
  /** Everything that came, as it came. */
  readonly texts: string[] = [];
  /** Of that, what is no batch and no speed test, read. */
  readonly frames: VertoFrame[] = [];
  readonly sessid = randomUUID() as string;
  closeCode: number | null = null;
  readonly #centre: CallCentre;
  #nextId = 1;

  private constructor(centre: CallCentre, socket: WebSocket) {
    this.#centre = centre;
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      this.texts.push(text);
      if (text.startsWith('{')) this.frames.push(JSON.parse(text) as VertoFrame);
    });
    socket.on('close', (code) => {
      this.closeCode = code;
    });
  }

  static async open(centre: CallCentre, options: { readonly autoPong?: boolean } = {}): Promise<VertoPeer> {
    const socket = new WebSocket(vertoUrl(centre), options);
    const peer = new VertoPeer(centre, socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return peer;
  }

  /** Events of a channel, in order. */
  events(channel?: string): readonly VertoEvent[] {
    return this.frames
      .filter(({ method }) => method === 'verto.event')
      .map(({ params }) => params as unknown as VertoEvent)
      .filter(({ eventChannel }) => channel === undefined || eventChannel === channel);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async reply(id: unknown): Promise<VertoFrame> {
    return until(`a reply to ${String(id)}`, () =>
      this.frames.find((frame) => frame.id === id && ('result' in frame || 'error' in frame)),
    );
  }

  ask(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<VertoFrame> {
    const id = `q${this.#nextId++}`;
    this.send({ jsonrpc: '2.0', id, method, params });
    return this.reply(id);
  }

  logIn(user: string, more: Readonly<Record<string, unknown>> = {}): Promise<VertoFrame> {
    const login = this.#centre.loginOf(user);
    const { sessid } = this;
    return this.ask('login', { login, passwd: password, loginParams: {}, userVariables: {}, sessid, ...more });
  }

  /** A function of the call centre. */
  async run(func: string, data: Readonly<Record<string, unknown>> = {}) {
    const { result } = await this.ask('jsapi', { command: 'lua', data: { method: 'ccc', func, data } });
    return result as { readonly code: number; readonly message: unknown; readonly reason: string } & Readonly<
      Record<string, unknown>
    >;
  }

  subscribe(eventChannel: string | readonly string[]): Promise<VertoFrame> {
    return this.ask('verto.subscribe', { eventChannel });
  }

  async message(method: string): Promise<VertoFrame> {
    return until(method, () => this.frames.find((frame) => frame.method === method));
  }

  async closed(): Promise<number> {
    await until('the socket is closed', () => this.closeCode !== null);
    return this.closeCode ?? 0;
  }

  leave(): void {
    this.socket.close();
  }
}
