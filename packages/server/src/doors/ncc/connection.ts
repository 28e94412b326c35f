// One CTI module: nothing is served before its handshake; then each of its commands gets exactly one answer, and it is told of the users it is attached to.
import { protocolVersion, type NccEvent, type NccCommand } from '@cordboard/contract/dialects/ncc';
import type { WebSocket } from 'ws';
import type { Log } from '../../log.ts';
import { TokenBucket } from '../../token-bucket.ts';
import type { Attached, Watcher } from './attached.ts';
import { userCommands, type Row, type UserCommand } from './commands.ts';
import type { NccLimits } from './limits.ts';
import { readMessage, type Fields, type NccRequest } from './message.ts';
import { failure, ok, okThen, type Outcome } from './outcome.ts';
import type { Users } from './users.ts';

export type ConnectionContext = {
  readonly limits: NccLimits;
  readonly log: Log;
  readonly users: Users;
  gone(connection: NccConnection): void;
};

type Attachment = { readonly user: Attached; readonly watcher: Watcher };

const isUserCommand = (name: NccCommand): name is UserCommand => Object.hasOwn(userCommands, name);

export class NccConnection {
  readonly #socket: WebSocket;
  readonly #context: ConnectionContext;
  readonly #bucket: TokenBucket;
  readonly #handshakeTimer: NodeJS.Timeout;
  /** By the login as this module writes it. */
  readonly #attachments = new Map<string, Attachment>();
  #isOpen = false;
  #isClosing = false;
  #inFlight = 0;
  #missedBeats = 0;

  constructor(socket: WebSocket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    const { limits, log } = context;
    this.#bucket = new TokenBucket(limits.nccCommandBurst, limits.nccCommandsPerSecond, Date.now());
    this.#handshakeTimer = setTimeout(() => this.close(1008, 'no handshake'), limits.nccHandshakeMs);
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#missedBeats = 0;
      if (this.#isClosing) return;
      if (isBinary) this.close(1003, 'text only');
      else void this.#take(data.toString());
    });
    socket.on('pong', () => {
      this.#missedBeats = 0;
    });
    socket.on('error', (error) => log.debug({ err: error }, 'ncc door: socket error'));
    socket.on('close', () => this.#gone());
  }

  /** Called every beat. */
  beat(): void {
    if (this.#missedBeats >= this.#context.limits.nccMaxMissedBeats) return this.#socket.terminate();
    this.#missedBeats += 1;
    this.#socket.ping();
  }

  close(code: number, reason: string): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#socket.close(code, reason);
    setTimeout(() => this.#socket.terminate(), this.#context.limits.nccCloseMs).unref();
  }

  async #take(text: string): Promise<void> {
    const read = readMessage(text);
    if (read === null) return;
    const isWithin = this.#bucket.take(Date.now()) && this.#inFlight < this.#context.limits.nccMaxInFlight;
    if ('fault' in read) {
      const { rid, fault, description } = read;
      return this.#send({ ...(rid !== null && { rid }), name: fault, description });
    }
    if (!isWithin) return this.#answer(read, failure('These are too many commands at once.'));
    this.#inFlight += 1;
    try {
      this.#answer(read, await this.#outcome(read));
    } catch (error) {
      this.#context.log.error({ err: error, command: read.name }, 'ncc door: a command failed');
      this.#answer(read, failure('The server failed.'));
    } finally {
      this.#inFlight -= 1;
    }
  }

  #outcome(request: NccRequest): Outcome | Promise<Outcome> {
    const { name, login, fields } = request;
    if (name === 'SetProtocolVersion') return this.#shakeHands(fields);
    if (!this.#isOpen) return failure('SetProtocolVersion comes first.');
    return this.#context.users.inTurn(login, async () => {
      if (name === 'AttachToUser') return this.#attach(login);
      const attachment = this.#attachments.get(login);
      if (attachment === undefined) return failure('login: this user is not attached.');
      if (name === 'DetachFromUser') return this.#detach(login, attachment);
      return isUserCommand(name) ? this.#run(attachment.user, name, fields) : failure('There is no such command here.');
    });
  }

  #shakeHands({ protocolVersion: asked }: Fields): Outcome {
    if (asked !== protocolVersion) return failure(`protocolVersion: only ${protocolVersion} is spoken here.`);
    clearTimeout(this.#handshakeTimer);
    this.#isOpen = true;
    return ok;
  }

  async #attach(login: string): Promise<Outcome> {
    const known = this.#attachments.get(login);
    if (known === undefined && this.#attachments.size >= this.#context.limits.nccMaxUsersPerConnection) {
      return failure('These are too many users.');
    }
    const user = known?.user ?? (await this.#context.users.find(login));
    if (user === null) return failure('login: there is no such user.');
    if (this.#isClosing || this.#socket.readyState !== this.#socket.OPEN) {
      user.leaveUnwatched();
      return ok;
    }
    const watcher: Watcher = known?.watcher ?? {
      told: (name, fields) => this.#tell(login, name, fields),
      over: () => this.#over(login, watcher),
    };
    this.#attachments.set(login, { user, watcher });
    return okThen(() => {
      user.watch(watcher);
      this.#tell(login, 'UserState', user.state);
      if (!user.isHere) return;
      this.#tell(login, 'Calls', { calls: user.calls.all });
      this.#tell(login, 'Conferences', { conferences: [] });
    });
  }

  #detach(login: string, { user, watcher }: Attachment): Outcome {
    this.#attachments.delete(login);
    user.unwatch(watcher);
    return ok;
  }

  async #run(user: Attached, name: UserCommand, fields: Fields): Promise<Outcome> {
    const row: Row = userCommands[name];
    if (row.needs === 'telephone' && !user.isHere) return failure('His telephone is not registered.');
    return row.run(user, fields, this.#context.users.telephones);
  }

  #answer({ rid, name, login }: NccRequest, outcome: Outcome): void {
    if ('description' in outcome) return this.#send({ rid, name: 'Error', ...outcome });
    const isData = outcome.name !== 'Ok';
    this.#send({ rid, name: outcome.name, ...(isData && { login }), ...outcome.fields });
    outcome.after?.();
    if (name === 'AttachToUser') this.#context.log.info({ login }, 'cti module attached to a user');
  }

  #tell(login: string, name: NccEvent, fields: Fields): void {
    this.#send({ name, login, ...fields });
  }

  /** He is told to be away; the module may attach to him again. */
  #over(login: string, watcher: Watcher): void {
    if (this.#attachments.get(login)?.watcher !== watcher) return;
    this.#attachments.delete(login);
    this.#tell(login, 'UserState', { state: 'offline', substates: [] });
  }

  #send(message: Fields): void {
    if (this.#isClosing || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(message), (error) => {
      if (error) this.#socket.terminate();
    });
    if (this.#socket.bufferedAmount <= this.#context.limits.nccMaxBufferedBytes) return;
    this.#context.log.warn('ncc door: a reader too slow was cut');
    this.close(1013, 'slow reader');
  }

  #gone(): void {
    this.#isClosing = true;
    clearTimeout(this.#handshakeTimer);
    for (const { user, watcher } of this.#attachments.values()) user.unwatch(watcher);
    this.#attachments.clear();
    this.#context.gone(this);
  }
}
