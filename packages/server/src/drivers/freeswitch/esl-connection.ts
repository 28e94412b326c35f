// One connection to the event socket, from the greeting to its end: the password, the events wanted, and commands in the background.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { limits } from '../../limits.ts';
import { EslError } from './esl-error.ts';
import { eventOf, EslGarbage, EslParser, type EslEvent, type EslFrame } from './esl-parser.ts';
import type { EslOptions } from './options.ts';

type Job = {
  readonly resolve: (answer: string) => void;
  readonly reject: (error: EslError) => void;
  readonly timer: NodeJS.Timeout;
};

/** Said by whoever comes, to whoever was there: only one acts, and the one who came last has the right to it. */
const takenOver = 'cordboard::taken';

const wanted = [
  'BACKGROUND_JOB', 'CHANNEL_CREATE', 'CHANNEL_PARK', 'CHANNEL_PROGRESS', 'CHANNEL_PROGRESS_MEDIA', 'CHANNEL_ANSWER',
  'CHANNEL_HANGUP', 'CHANNEL_DESTROY', 'CHANNEL_HOLD', 'CHANNEL_UNHOLD', 'DTMF', 'RECORD_STOP',
  // What follows CUSTOM are subclasses.
  'CUSTOM', takenOver, 'conference::maintenance', 'sofia::register', 'sofia::unregister', 'sofia::expire', 'sofia::error',
].join(' '); // prettier-ignore

export class EslConnection {
  /** Why it ended. */
  readonly ended: Promise<EslError>;
  readonly #options: EslOptions;
  readonly #node: string;
  readonly #socket: Socket;
  readonly #event: (event: EslEvent) => void;
  readonly #opened: () => void;
  readonly #parser = new EslParser();
  /** Replies come in the order of what was sent. */
  readonly #replies: ((text: string) => void)[] = [];
  readonly #jobs = new Map<string, Job>();
  #isOpen = false;
  #isAlive = true;
  #end: (error: EslError) => void = () => undefined;

  /** @param node who we are. @param opened events flow from here, and commands can be given. */
  constructor(options: EslOptions, node: string, event: (event: EslEvent) => void, opened: () => void) {
    this.#options = options;
    this.#node = node;
    this.#event = event;
    this.#opened = opened;
    this.#socket = connect({ host: options.host, port: options.port });
    this.#socket.setNoDelay(true);
    const login = setTimeout(() => this.close('unreachable', 'no greeting in time'), limits.eslConnectTimeoutMs);
    const beat = setInterval(() => this.#beat(), limits.eslHeartbeatMs);
    this.ended = new Promise((resolve) => {
      this.#end = (error) => {
        clearTimeout(login);
        clearInterval(beat);
        this.#isOpen = false;
        this.#socket.destroy();
        for (const id of this.#jobs.keys()) this.#failed(id, new EslError('lost', error.message));
        resolve(error);
      };
    });
    this.#opened = () => {
      clearTimeout(login);
      this.#isOpen = true;
      opened();
    };
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', (error) => this.close('unreachable', error.message));
    this.#socket.on('close', () => this.close('lost', 'closed by FreeSWITCH'));
  }

  close(failure: EslError['failure'], reason: string): void {
    this.#end(new EslError(failure, reason));
  }

  /** Says goodbye first. */
  leave(): void {
    if (this.#isOpen) this.#socket.write('exit\n\n');
    const timer = setTimeout(() => this.close('lost', 'left'), limits.eslGoodbyeMs);
    void this.ended.then(() => clearTimeout(timer));
    if (!this.#isOpen) this.close('lost', 'left');
  }

  /**
   * Each command is a job of its own, so that one that never ends holds up no other.
   *
   * @throws EslError when there is no answer; one that says no is an answer.
   */
  ask(command: string, timeoutMs: number): Promise<string> {
    if (!this.#isOpen) return Promise.reject(new EslError('unreachable', 'not connected'));
    if (this.#jobs.size >= limits.eslMaxPendingCommands)
      return Promise.reject(new EslError('overflow', 'too many commands are waiting'));
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const late = (): void => this.#failed(id, new EslError('timeout', `no answer to ${verbOf(command)}`));
      this.#jobs.set(id, { resolve, reject, timer: setTimeout(late, timeoutMs) });
      this.#send(`bgapi ${command.replaceAll(/[\r\n]/gu, ' ')}\nJob-UUID: ${id}`, (reply) => {
        if (!reply.startsWith('+OK')) this.#failed(id, new EslError('refused', `${verbOf(command)}: ${reply.trim()}`));
      });
    });
  }

  #failed(id: string, error: EslError): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    this.#jobs.delete(id);
    clearTimeout(job.timer);
    job.reject(error);
  }

  #send(text: string, replied: (reply: string) => void): void {
    this.#replies.push(replied);
    this.#socket.write(`${text}\n\n`);
  }

  /** Whoever says nothing is asked; whoever says nothing then is gone. */
  #beat(): void {
    if (!this.#isAlive) return this.close('unreachable', 'FreeSWITCH says nothing any more');
    this.#isAlive = false;
    this.ask('uptime s', limits.eslHeartbeatMs).catch(() => undefined);
  }

  #read(chunk: Buffer): void {
    this.#isAlive = true;
    try {
      for (const frame of this.#parser.push(chunk)) this.#take(frame);
    } catch (error) {
      if (!(error instanceof EslGarbage)) throw error;
      this.close('garbage', error.message);
    }
  }

  #take(frame: EslFrame): void {
    switch (frame.type) {
      case 'auth/request':
        return this.#send(`auth ${this.#options.password}`, (reply) => this.#admitted(reply));
      case 'command/reply':
        return this.#replies.shift()?.(frame.headers['Reply-Text'] ?? '');
      case 'text/event-json':
      case 'text/event-plain':
        return this.#told(eventOf(frame));
      case 'text/rude-rejection':
        return this.close('denied', 'FreeSWITCH does not let this address in');
      case 'text/disconnect-notice':
        return this.close('lost', 'FreeSWITCH says goodbye');
      case 'api/response':
      case 'log/data':
        return;
      default:
        throw new EslGarbage('a frame of no known type');
    }
  }

  #admitted(reply: string): void {
    if (!reply.startsWith('+OK')) return this.close('wrongPassword', 'FreeSWITCH refuses the password');
    this.#send(`event json ${wanted}`, (said) => {
      if (!said.startsWith('+OK')) return this.close('denied', 'FreeSWITCH tells no events');
      this.#send(`sendevent CUSTOM\nEvent-Subclass: ${takenOver}\nCordboard-Node: ${this.#node}`, () => this.#opened());
    });
  }

  #taken(node: string): void {
    if (node !== this.#node) this.close('taken', 'another Cordboard has taken FreeSWITCH over');
  }

  #told(event: EslEvent): void {
    if (event['Event-Subclass'] === takenOver) return this.#taken(event['Cordboard-Node'] ?? '');
    if (event['Event-Name'] !== 'BACKGROUND_JOB') return this.#event(event);
    const id = event['Job-UUID'] ?? '';
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    this.#jobs.delete(id);
    clearTimeout(job.timer);
    job.resolve(event['_body'] ?? '');
  }
}

/** Arguments may hold numbers of customers. */
const verbOf = (command: string): string => command.split(' ', 1)[0] ?? '';
