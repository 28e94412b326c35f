// A strict model of the vendor's CTI API (protocol version 13), written from its manual and not from our tables: for trying clients.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Cid } from './call.ts';
import { checkFields, Refused, rows, type Deed, type Message } from './commands.ts';
import { ModelUser, type UserOptions } from './model-user.ts';

export type NccModelOptions = {
  readonly port?: number;
  /** `demanded`: no connection without the sub-protocol; `ignored`: none is selected. */
  readonly subProtocol?: 'demanded' | 'ignored';
  readonly cid?: 'number' | 'text';
  /** Whether `Ok` comes before the events that the command causes. */
  readonly okFirst?: boolean;
  readonly accidentMs?: number;
  readonly acceptedVersion?: string;
};

type Misbehaviour = 'silent' | 'twice' | 'unaskedAnswer' | `error:${string}`;
type Module = { readonly socket: WebSocket; isReady: boolean; readonly attached: Set<string> };

/** Without a login, and so about nobody. */
const services: ReadonlySet<string> = new Set([
  'SendPmsRestRequest',
  'SubscribeOnMessagesSession',
  'BroadcastMessage',
  'BroadcastProjectMessage',
]);
const subProtocol = 'nauphone-cti-protocol';

export class NccModel {
  readonly #options: NccModelOptions;
  readonly #server: WebSocketServer;
  readonly #modules = new Set<Module>();
  readonly #users = new Map<string, ModelUser>();
  #received: Message[] = [];
  #lastCid = 0;
  #lastSession = 0;
  /** By command: how it misbehaves. */
  script: Readonly<Record<string, Misbehaviour>> = {};

  private constructor(options: NccModelOptions, server: WebSocketServer) {
    this.#options = options;
    this.#server = server;
    server.on('connection', (socket) => this.#accept(socket));
  }

  static async open(options: NccModelOptions = {}): Promise<NccModel> {
    const server = new WebSocketServer({
      host: '127.0.0.1',
      port: options.port ?? 0,
      perMessageDeflate: false,
      handleProtocols: (offered) =>
        options.subProtocol !== 'ignored' && offered.has(subProtocol) ? subProtocol : false,
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        options.subProtocol !== 'demanded' || req.headers['sec-websocket-protocol'] === subProtocol,
    });
    await once(server, 'listening');
    return new NccModel(options, server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Commands in the order they came, of all modules. */
  get received(): readonly Message[] {
    return this.#received;
  }

  clearReceived(): void {
    this.#received = [];
  }

  addUser(options: UserOptions): void {
    const user = new ModelUser(options, {
      newCid: () => this.#newCid(),
      newSession: () => this.#newSession(),
      accidentMs: this.#options.accidentMs ?? 10_000,
      tell: (login, event) => this.#tell(login, event),
      byNumber: (number) => [...this.#users.values()].find((one) => one.options.number === number),
    });
    this.#users.set(options.login, user);
  }

  /** The account is deleted: nobody is attached to it any more. */
  removeUser(login: string): void {
    this.#users.get(login)?.close();
    this.#users.delete(login);
    for (const { attached } of this.#modules) attached.delete(login);
  }

  register(login: string): void {
    this.#user(login).setRegistered(true);
  }

  unregister(login: string): void {
    this.#user(login).setRegistered(false);
  }

  /** Somebody outside calls him. */
  ring(login: string, { caller, params = {} }: { caller: string; params?: Record<string, string> }): Cid {
    const user = this.#user(login);
    const known = { sessionId: this.#newSession(), caller, called: user.options.number, ...params };
    return user.begin('in', caller, known).cid;
  }

  farAnswer(login: string, cid: Cid): void {
    const user = this.#user(login);
    user.connect(user.call(cid));
  }

  farHangUp(login: string, cid: Cid): void {
    const user = this.#user(login);
    const call = user.find(cid);
    if (call !== undefined) user.end(call);
  }

  /** Puts the end of a transfer: whether the one asked came. */
  endTransfer(login: string, cid: Cid, status: string | null): void {
    const user = this.#user(login);
    if (status === null) user.finishTransfer(user.call(cid));
    else user.failTransfer(user.call(cid), status);
  }

  attachedTo(login: string): number {
    return [...this.#modules].filter(({ attached }) => attached.has(login)).length;
  }

  /** As it is: to the modules of a user, or to every module. */
  send(login: string | null, message: Message): void {
    for (const { socket, attached } of this.#modules)
      if (login === null || attached.has(login)) socket.send(JSON.stringify(message));
  }

  dropAll(): void {
    for (const { socket } of this.#modules) socket.terminate();
    this.#modules.clear();
  }

  async close(): Promise<void> {
    for (const user of this.#users.values()) user.close();
    this.dropAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: WebSocket): void {
    const module: Module = { socket, isReady: false, attached: new Set() };
    this.#modules.add(module);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#modules.delete(module));
    socket.on('message', (data: Buffer) => this.#take(module, data.toString()));
  }

  #take(module: Module, text: string): void {
    const message = parsed(text);
    if (message === null) {
      module.socket.send(JSON.stringify({ name: 'ParseError', description: 'this is no message' }));
      return;
    }
    const { name, rid } = message as { name: string; rid?: unknown };
    if (typeof rid !== 'string' || rid === '') return;
    this.#received.push(message);
    const misbehaviour = this.script[name];
    if (misbehaviour === 'silent') return;
    if (misbehaviour === 'unaskedAnswer') module.socket.send(JSON.stringify({ name: 'Ok', rid: 'nobody asked' }));
    const answer = (said: Message): void => {
      const { login } = message;
      const isService = said['name'] === 'Ok' || said['name'] === 'Error';
      const whole = JSON.stringify({ ...said, rid, ...(isService ? {} : { login }) });
      module.socket.send(whole);
      if (misbehaviour === 'twice') module.socket.send(whole);
    };
    try {
      if (misbehaviour?.startsWith('error:') === true) throw new Refused(misbehaviour.slice('error:'.length));
      this.#answer(this.#carryOut(module, message), answer, name);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answer({ name: 'Error', description: error.message });
    }
  }

  #answer({ answer = { name: 'Ok' }, later }: Deed, say: (said: Message) => void, name: string): void {
    const isOkFirst = this.#options.okFirst !== false || name === 'AttachToUser';
    if (isOkFirst) say(answer);
    later?.();
    if (!isOkFirst) say(answer);
  }

  /** @throws Refused */
  #carryOut(module: Module, message: Message): Deed {
    const { name, login } = message as { name: string; login?: unknown };
    if (name === 'SetProtocolVersion') return this.#shakeHands(module, message);
    if (!module.isReady) throw new Refused('the version of the protocol is not agreed');
    if (services.has(name)) return { answer: { name: 'Ok', messages: [] } };
    const user = typeof login === 'string' ? this.#users.get(login) : undefined;
    if (user === undefined) throw new Refused('there is no such user');
    if (name === 'AttachToUser') return this.#attach(module, user);
    if (!module.attached.has(user.options.login)) throw new Refused('the module is not attached to this user');
    if (name === 'DetachFromUser') {
      module.attached.delete(user.options.login);
      return {};
    }
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (row === undefined) throw new Refused(`there is no command ${name}`);
    checkFields(name, message);
    if (!user.isRegistered && row.offline !== true) throw new Refused('the telephone is not registered');
    if (user.options.phone === 'web' && !row.web) throw new Refused('a telephone in a browser does not do this');
    return row.do(user, message);
  }

  #shakeHands(module: Module, message: Message): Deed {
    const accepted = this.#options.acceptedVersion ?? '13';
    if (message['protocolVersion'] !== accepted) throw new Refused(`only version ${accepted} is spoken here`);
    module.isReady = true;
    return {};
  }

  #attach(module: Module, user: ModelUser): Deed {
    const { login } = user.options;
    module.attached.add(login);
    const say = (event: Message): void => module.socket.send(JSON.stringify({ ...event, login }));
    return {
      later: () => {
        say(user.stateMessage());
        if (!user.isRegistered) return;
        say(user.callsMessage());
        say(user.conferences.message());
      },
    };
  }

  #tell(login: string, event: Message): void {
    this.send(login, { ...event, login });
  }

  #user(login: string): ModelUser {
    const user = this.#users.get(login);
    if (user === undefined) throw new Error(`the model has no user ${login}`);
    return user;
  }

  #newCid(): Cid {
    this.#lastCid += 1;
    return this.#options.cid === 'text' ? randomBytes(32).toString('hex') : this.#lastCid;
  }

  #newSession(): string {
    this.#lastSession += 1;
    return this.#options.cid === 'text' ? randomBytes(32).toString('hex') : `session-${this.#lastSession}`;
  }
}

function parsed(text: string): Message | null {
  try {
    const read: unknown = JSON.parse(text);
    const isNamed = typeof read === 'object' && read !== null && 'name' in read && typeof read.name === 'string';
    return isNamed ? { ...read } : null;
  } catch {
    return null;
  }
}
