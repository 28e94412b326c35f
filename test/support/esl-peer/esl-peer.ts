// The event socket as FreeSWITCH speaks it (mod_event_socket), of the tests' own: strict about commands, and able to misbehave when told to.
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type Headers = Record<string, string>;

type Listener = { readonly socket: Socket; isIn: boolean; events: ReadonlySet<string>; waiting: string };

export type Misbehaviour = {
  /** Events are sent twice, under one number. */
  doubles: boolean;
  /** Commands that never come to an end. */
  swallows: RegExp | null;
  /** Says nothing any more, and reads nothing. */
  isMute: boolean;
};

export class EslPeer {
  readonly misbehaviour: Misbehaviour = { doubles: false, swallows: null, isMute: false };
  /** Every command line that came, without passwords. */
  readonly commands: string[] = [];
  /** How often somebody has connected. */
  connections = 0;
  password = 'a-password-of-the-tests';
  readonly #execute: (verb: string, rest: string) => string | Promise<string>;
  readonly #server: Server;
  readonly #listeners = new Set<Listener>();
  #sequence = 0;

  /** @param execute what an API command answers; undefined verbs answer for themselves. */
  constructor(execute: (verb: string, rest: string) => string | Promise<string>) {
    this.#execute = execute;
    this.#server = createServer((socket) => this.#greet(socket));
  }

  /** @returns its port; the same one again after `stop`. */
  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection. */
  cut(): void {
    for (const { socket } of this.#listeners) socket.destroy();
  }

  /** Bytes as they are, to everybody. */
  raw(text: string): void {
    for (const { socket } of this.#listeners) socket.write(text);
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** To whoever asked for events of this name. */
  fire(name: string, headers: Headers, body?: string): void {
    const event: Headers = {
      'Event-Name': name,
      'Core-UUID': '6d2375b0-5183-11e1-b24c-f527b57af954',
      'FreeSWITCH-Hostname': 'peer',
      'Event-Date-Timestamp': String(Date.now() * 1_000),
      'Event-Sequence': String((this.#sequence += 1)),
      ...headers,
      ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)), _body: body }),
    };
    const key = name === 'CUSTOM' ? (headers['Event-Subclass'] ?? '') : name;
    const text = JSON.stringify(event);
    const frame = `Content-Length: ${Buffer.byteLength(text)}\nContent-Type: text/event-json\n\n${text}`;
    for (const { isIn, events, socket } of this.#listeners) {
      if (!isIn || !events.has(key) || this.misbehaviour.isMute) continue;
      socket.write(frame);
      if (this.misbehaviour.doubles) socket.write(frame);
    }
  }

  #greet(socket: Socket): void {
    this.connections += 1;
    const listener: Listener = { socket, isIn: false, events: new Set(), waiting: '' };
    this.#listeners.add(listener);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#listeners.delete(listener));
    socket.on('data', (data) => {
      if (this.misbehaviour.isMute) return;
      listener.waiting += data.toString('utf8');
      for (;;) {
        const end = listener.waiting.indexOf('\n\n');
        if (end < 0) return;
        const [line = '', ...headers] = listener.waiting.slice(0, end).trimStart().split('\n');
        listener.waiting = listener.waiting.slice(end + 2);
        this.#obey(listener, line, headers);
      }
    });
    if (!this.misbehaviour.isMute) socket.write('Content-Type: auth/request\n\n');
  }

  #obey(listener: Listener, line: string, headers: readonly string[]): void {
    const { socket } = listener;
    const reply = (text: string, more = ''): void =>
      void socket.write(`Content-Type: command/reply\nReply-Text: ${text}\n${more}\n`);
    const [verb = '', ...words] = line.split(' ');
    if (verb === 'auth') {
      listener.isIn = words.join(' ') === this.password;
      reply(listener.isIn ? '+OK accepted' : '-ERR invalid');
      if (!listener.isIn) this.#dismiss(socket);
      return;
    }
    if (!listener.isIn) return void socket.destroy();
    if (verb === 'exit') {
      reply('+OK bye');
      return this.#dismiss(socket);
    }
    if (verb === 'event' && words[0] === 'json') {
      listener.events = new Set(words.slice(1));
      return reply('+OK event listener enabled json');
    }
    if (verb === 'sendevent') {
      const said = headers.map((header) => header.split(': ') as [string, string]);
      reply(`+OK ${randomUUID()}`);
      return this.fire(words[0] ?? '', Object.fromEntries(said));
    }
    if (verb !== 'bgapi') return reply('-ERR command not found');
    const id = /^Job-UUID: (.+)$/u.exec(headers[0] ?? '')?.[1] ?? randomUUID();
    reply(`+OK Job-UUID: ${id}`, `Job-UUID: ${id}\n`);
    void this.#job(id, words[0] ?? '', words.slice(1).join(' '));
  }

  async #job(id: string, verb: string, rest: string): Promise<void> {
    const command = `${verb} ${rest}`.trim();
    this.commands.push(command);
    if (this.misbehaviour.swallows?.test(command) === true) return;
    const answer = await this.#execute(verb, rest);
    this.fire('BACKGROUND_JOB', { 'Job-UUID': id, 'Job-Command': verb, 'Job-Command-Arg': rest }, answer);
  }

  #dismiss(socket: Socket): void {
    const words = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';
    socket.end(`Content-Type: text/disconnect-notice\nContent-Length: ${words.length}\n\n${words}`);
  }
}
