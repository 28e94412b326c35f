// A bare CTI module for transcripts: sends what it is told, and keeps what comes in order.
import { EventEmitter, once } from 'node:events';
import { WebSocket } from 'ws';

export type NccHeard = Readonly<Record<string, unknown>> & { readonly name: string };
type Fields = Readonly<Record<string, unknown>>;

export class NccPeer {
  readonly socket: WebSocket;
  /** Everything that came. */
  readonly heard: NccHeard[] = [];
  /** Answers, by `rid`. */
  readonly #answers = new EventEmitter<Record<string, [NccHeard]>>();
  #told = 0;
  #lastRid = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as NccHeard;
      this.heard.push(message);
      if (typeof message['rid'] === 'string') this.#answers.emit(message['rid'], message);
    });
  }

  /** Connected, and nothing said yet. */
  static async open(url: string, subProtocols = ['nauphone-cti-protocol']): Promise<NccPeer> {
    const socket = new WebSocket(url, subProtocols, { perMessageDeflate: false });
    const peer = new NccPeer(socket);
    await once(socket, 'open');
    return peer;
  }

  /** Its hands shaken, attached to users. */
  static async attached(url: string, ...logins: readonly string[]): Promise<NccPeer> {
    const peer = await NccPeer.open(url);
    await peer.ask('SetProtocolVersion', { protocolVersion: '13' });
    for (const login of logins) await peer.ask('AttachToUser', { login });
    await peer.news();
    return peer;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** @returns the answer to a command. */
  async ask(name: string, fields: Fields = {}): Promise<NccHeard> {
    this.#lastRid += 1;
    const rid = `r${this.#lastRid}`;
    const answer = once(this.#answers, rid);
    this.send({ name, rid, ...fields });
    return (await answer)[0] as NccHeard;
  }

  /** @returns what came since it was last asked for; an answer to what nobody serves shows that nothing else is under way. */
  async news(): Promise<readonly NccHeard[]> {
    const fence = await this.ask('NothingOfTheKind');
    const from = this.#told;
    const to = this.heard.indexOf(fence);
    this.#told = to + 1;
    return this.heard.slice(from, to);
  }

  /** @returns what a command brings about: its answer and events, in their order. */
  async does(name: string, fields: Fields = {}): Promise<readonly NccHeard[]> {
    await this.news();
    await this.ask(name, fields);
    return this.news();
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await once(this.socket, 'close');
  }
}

export const namesOf = (messages: readonly NccHeard[]): readonly string[] => messages.map(({ name }) => name);
