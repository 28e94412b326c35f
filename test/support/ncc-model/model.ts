// A strict model of a CTI API server (protocol 13), written from what is known of it and of nothing of ours: plain JSON on a WebSocket.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Exchange, type Ring } from './exchange.ts';
import type { Cid, Fields, ModelCall } from './model-call.ts';
import type { ModelUser, UserStart } from './model-user.ts';
import { ModuleConnection, type Misbehaviour, type Received } from './module-connection.ts';
import { Outbox } from './outbox.ts';
import { comeBack, fail } from './transfers.ts';
import type { Settable } from './user-state.ts';

export type NccModelOptions = {
  /** Any free one unless told otherwise. */
  readonly port?: number;
  /** `demanded`: who does not offer it is refused; `ignored`: none is selected. */
  readonly subProtocol?: 'demanded' | 'ignored';
  /** Small integers, or texts of 64 characters. */
  readonly cid?: 'number' | 'text';
  /** Whether `Ok` comes before the events that its command causes. */
  readonly okFirst?: boolean;
  readonly accidentMs?: number;
  readonly acceptedVersion?: string;
  /** Whether a call that its user hangs up is closed with that, instead of leaving work until `Close`. */
  readonly hangupCloses?: boolean;
};

const subProtocol = 'nauphone-cti-protocol';

export class NccModel {
  /** How commands are answered amiss, by name. */
  script: Readonly<Record<string, Misbehaviour>> = {};
  readonly #server: WebSocketServer;
  readonly #outbox = new Outbox();
  readonly #exchange: Exchange;
  readonly #modules = new Set<ModuleConnection>();
  #received: Received[] = [];

  private constructor(server: WebSocketServer, options: NccModelOptions) {
    this.#server = server;
    this.#exchange = new Exchange({
      cid: options.cid ?? 'number',
      accidentMs: options.accidentMs ?? 10_000,
      hangupCloses: options.hangupCloses ?? false,
      post: (to, message) => this.#outbox.post(to, message),
    });
    server.on('connection', (socket) => {
      const module = new ModuleConnection(socket, {
        exchange: this.#exchange,
        outbox: this.#outbox,
        okFirst: options.okFirst ?? true,
        acceptedVersion: options.acceptedVersion ?? '13',
        received: (command) => this.#received.push(command),
        misbehaviour: (name) => (Object.hasOwn(this.script, name) ? this.script[name] : undefined),
      });
      this.#modules.add(module);
      socket.on('close', () => this.#modules.delete(module));
    });
  }

  /** With alice at 8001 and bob at 8002, whose telephones are registered. */
  static async openWithTwo(options: NccModelOptions = {}): Promise<NccModel> {
    const model = await NccModel.open(options);
    model.addUser({ login: 'alice', number: '8001', phone: 'soft', registered: true });
    model.addUser({ login: 'bob', number: '8002', phone: 'soft', registered: true });
    return model;
  }

  static async open(options: NccModelOptions = {}): Promise<NccModel> {
    const isDemanded = options.subProtocol !== 'ignored';
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: options.port ?? 0,
      handleProtocols: (offered) => (isDemanded && offered.has(subProtocol) ? subProtocol : false),
      verifyClient: ({ req }, done) => {
        const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
        done(!isDemanded || offered.includes(subProtocol), 400, 'the sub-protocol is missing');
      },
    });
    await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
    return new NccModel(server, options);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Commands in the order they came, of all connections, served or not. */
  get received(): readonly Received[] {
    return this.#received;
  }

  clearReceived(): void {
    this.#received = [];
  }

  addUser(start: UserStart): void {
    this.#exchange.addUser(start);
  }

  /** His account is deleted: nobody is attached to him any more. */
  removeUser(login: string): void {
    this.#exchange.removeUser(this.#user(login));
  }

  register(login: string): void {
    const user = this.#user(login);
    if (!user.isRegistered) user.register(true);
  }

  unregister(login: string): void {
    this.#exchange.unregister(this.#user(login));
  }

  /** How many modules are attached to him. */
  attachedTo(login: string): number {
    return this.#user(login).attached.size;
  }

  /** Somebody outside calls him. @returns his `cid` of the call. */
  ring(login: string, ring: Ring): Cid {
    const user = this.#user(login);
    if (!user.isRegistered) throw new Error(`the telephone of ${login} is offline`);
    return this.#exchange.ring(user, ring).cid;
  }

  /** Whom he calls answers, or whom a call of his is transferred to. */
  farAnswer(login: string, cid: Cid): void {
    this.#exchange.farAnswer(this.#call(login, cid));
  }

  /** The other side of any call hangs up. */
  farHangUp(login: string, cid: Cid): void {
    this.#exchange.farHangUp(this.#call(login, cid));
  }

  /** Whom a call is transferred to does not come. @param status the code, as text. */
  refuseTransfer(login: string, cid: Cid, status: string): void {
    fail(this.#call(login, cid), status);
  }

  /** Whom a call is transferred to gives it back: after `TransferWithCallBack`. */
  returnTransfer(login: string, cid: Cid): void {
    comeBack(this.#call(login, cid));
  }

  /** Something becomes known of a call: `CallParams`. */
  learn(login: string, cid: Cid, params: Fields): void {
    const call = this.#call(login, cid);
    call.params = { ...call.params, ...params };
    call.user.tell('CallParams', { cid, params: call.params });
  }

  /** A supervisor sets a user's state. */
  setState(login: string, state: Settable, reason?: string): void {
    this.#user(login).setState(state, reason);
  }

  /** Sends what a test wants sent, a text as it is: to who is attached to him, or to every module that has shaken hands. */
  send(login: string | null, message: unknown): void {
    if (login !== null) {
      const whole = typeof message === 'string' ? message : { login, ...(message as Fields) };
      for (const module of this.#user(login).attached) module.send(whole);
      return;
    }
    for (const module of this.#modules) if (module.isGreeted) module.send(message);
  }

  /** Every connection breaks off; new ones are welcome. */
  dropAll(): void {
    for (const module of this.#modules) module.cut();
  }

  async close(): Promise<void> {
    this.dropAll();
    for (const user of this.#exchange.users.values()) user.forget();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #user(login: string): ModelUser {
    const user = this.#exchange.users.get(login);
    if (user === undefined) throw new Error(`there is no user ${login}`);
    return user;
  }

  #call(login: string, cid: Cid): ModelCall {
    const call = this.#user(login).calls.get(cid);
    if (call === undefined) throw new Error(`${login} has no call ${cid}`);
    return call;
  }
}
