// A CTI module as plain as can be: sends what a test says, and keeps what comes.
import { WebSocket } from 'ws';
import { until } from './until.ts';

type Message = Readonly<Record<string, unknown>>;

export class NccModule {
  readonly socket: WebSocket;
  readonly got: Message[] = [];
  #rids = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.got.push(JSON.parse(data.toString()) as Message));
    socket.on('error', () => undefined);
  }

  /** @param login attached to, when given; without one, not even the handshake has been made. */
  static async connect(
    url: string,
    login?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<NccModule> {
    const socket = new WebSocket(url, ['nauphone-cti-protocol'], { headers });
    const module = new NccModule(socket);
    await until('connected', () => socket.readyState === WebSocket.OPEN);
    if (login === undefined) return module;
    await module.ask('SetProtocolVersion', { protocolVersion: '13' });
    await module.ask('AttachToUser', { login });
    return module;
  }

  /** @returns the answer; its rid is taken out. */
  async ask(name: string, fields: Message = {}): Promise<Message> {
    this.#rids += 1;
    const rid = `r${this.#rids}`;
    this.socket.send(JSON.stringify({ name, rid, ...fields }));
    const answer = await until(`the answer to ${name}`, () => this.got.find((one) => one['rid'] === rid));
    const { rid: _rid, ...rest } = answer;
    return rest;
  }

  /** Waits for an event that fits. */
  event(name: string, fits: (event: Message) => boolean = () => true): Promise<Message> {
    const found = (): Message | undefined =>
      this.got.find((one) => one['name'] === name && one['rid'] === undefined && fits(one));
    return until(`${name} (came: ${this.names().join(', ')})`, found);
  }

  names(): readonly string[] {
    return this.got.map(({ name }) => String(name));
  }

  forget(): void {
    this.got.length = 0;
  }

  close(): void {
    this.socket.terminate();
  }
}
