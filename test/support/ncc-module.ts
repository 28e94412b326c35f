// A bare CTI module for transcripts: sends what it is told and keeps what comes, in order.
import { WebSocket } from 'ws';
import { until } from './until.ts';

export type NccFrame = { readonly name: string; readonly rid?: string; readonly login?: string } & Readonly<
  Record<string, unknown>
>;

export class NccModule {
  readonly socket: WebSocket;
  /** Everything that came, in order. */
  readonly frames: NccFrame[] = [];
  closeCode: number | null = null;
  #count = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as NccFrame));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
  }

  static async open(url: string, protocols: string[] = ['nauphone-cti-protocol']): Promise<NccModule> {
    const socket = new WebSocket(url, protocols);
    const module = new NccModule(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return module;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Sends a command and waits for its answer. */
  ask(name: string, fields: Readonly<Record<string, unknown>> = {}): Promise<NccFrame> {
    this.#count += 1;
    const rid = `r${this.#count}`;
    this.send({ name, rid, ...fields });
    return until(`an answer to ${name}`, () => this.frames.find((frame) => frame.rid === rid));
  }

  shakeHands(): Promise<NccFrame> {
    return this.ask('SetProtocolVersion', { protocolVersion: '13' });
  }

  events(name: string, login?: string): readonly NccFrame[] {
    return this.frames.filter((one) => one.name === name && (login === undefined || one.login === login));
  }

  /** The latest event of this name that says what is wished, waited for. */
  async told(name: string, wished: Readonly<Record<string, unknown>> = {}): Promise<NccFrame> {
    const says = (frame: NccFrame): boolean =>
      frame.rid === undefined && Object.entries(wished).every(([field, value]) => frame[field] === value);
    return until(`${name} ${JSON.stringify(wished)} among ${JSON.stringify(this.frames.slice(-6))}`, () =>
      this.events(name).findLast(says),
    );
  }

  leave(): void {
    this.socket.close();
  }
}
