// For tests: a UDP socket that speaks SIP by hand, so that a test decides each message, its loss and its repetition.
import { createSocket } from 'node:dgram';

import { answerChallenge, computeHa1 } from './digest.ts';
import { cseq, header, headerLines } from './message.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { parseMessage } from './parser.ts';
import { createSipServer } from './server.ts';
import type { SipRegistration, SipRegistrationState, SipServer, SipServerOptions } from './sip-server.ts';
import { defaultTiming } from './timers.table.ts';
import type { Timing } from './timers.table.ts';

export const SDP =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n';
export const OTHER_SDP = SDP.replace('4000', '5000');
/** Retransmissions after 20 ms, given up after 1.3 s. */
export const FAST: Timing = { t1Ms: 20, t2Ms: 80, t4Ms: 40 };

export const testAccounts = {
  ha1: (user: string, realm: string, algorithm: 'MD5' | 'SHA-256') =>
    /^1\d\d\d$/.test(user) ? [computeHa1(algorithm, user, realm, 'secret')] : [],
};

/** A server on loopback; callers named `trunk…` need no password. */
export async function startServer(
  options: Partial<SipServerOptions> = {},
  timing: Timing = defaultTiming,
): Promise<SipServer> {
  const setup: SipServerOptions = {
    listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
    domain: 'office.test',
    userAgent: 'test',
    accounts: testAccounts,
    trunkOf: (_address, _port, user) => (user.startsWith('trunk') ? 'line' : null),
    log: (level, message, fields) => {
      if (level === 'error') throw new Error(`${message} ${JSON.stringify(fields)}`);
    },
    ...options,
  };
  const server = createSipServer(setup, timing);
  await server.listen();
  return server;
}

export class RawPeer {
  readonly #socket = createSocket('udp4');
  readonly #heard: SipMessage[] = [];
  readonly #waiting = new Set<() => void>();
  readonly server: number;
  port = 0;
  #serial = 0;

  constructor(server: SipServer) {
    this.server = server.addresses()[0]?.port ?? 0;
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#socket.bind(0, '127.0.0.1', resolve));
    this.port = this.#socket.address().port;
    this.#socket.on('message', (data) => {
      const parsed = parseMessage(data);
      if (!parsed.ok) throw new Error(`The server sent nonsense: ${data.toString()}`);
      this.#heard.push(parsed.message);
      for (const wake of this.#waiting) wake();
    });
    return this;
  }

  close(): void {
    this.#socket.close();
  }

  send(text: string): void {
    this.#socket.send(text.replace(/\r?\n/g, '\r\n'), this.server, '127.0.0.1');
  }

  /** The text of a request; `lines` are added, and replace a line of the same name. */
  request(method: string, lines: readonly string[] = [], body = '', uri = 'sip:2000@office.test'): string {
    this.#serial += 1;
    const head = new Map<string, string>();
    const base = [
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${this.port}-${this.#serial};rport`,
      'Max-Forwards: 70',
      'From: <sip:trunk@example.test>;tag=peer',
      'To: <sip:2000@office.test>',
      `Call-ID: call-${this.port}`,
      `CSeq: ${this.#serial} ${method}`,
      `Contact: <sip:peer@127.0.0.1:${this.port}>`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
    ];
    for (const line of [...base, ...lines]) head.set(line.slice(0, line.indexOf(':')).toLowerCase(), line);
    return `${method} ${uri} SIP/2.0\r\n${[...head.values()].join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  /** The text of a response to a request of the server. */
  response(request: SipRequest, status: number, lines: readonly string[] = [], body = '', tag = 'phone'): string {
    const copied = ['via', 'from', 'call-id', 'cseq', 'record-route'].flatMap((name) =>
      headerLines(request, name).map((value) => `${name}: ${value}`),
    );
    const to = header(request, 'to') ?? '';
    copied.push(`To: ${to}${status === 100 || /;tag=/.test(to) ? '' : `;tag=${tag}`}`);
    copied.push(`Contact: <sip:phone@127.0.0.1:${this.port}>`);
    if (body !== '') copied.push('Content-Type: application/sdp');
    return `SIP/2.0 ${status} Whatever\r\n${[...copied, ...lines].join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  /** Takes the first message heard that fits; waits for it. */
  async take(fits: (message: SipMessage) => boolean): Promise<SipMessage> {
    for (;;) {
      const at = this.#heard.findIndex(fits);
      const found = this.#heard[at];
      if (found !== undefined) {
        this.#heard.splice(at, 1);
        return found;
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  async takeRequest(method: string): Promise<SipRequest> {
    return (await this.take((one) => one.kind === 'request' && one.method === method)) as SipRequest;
  }

  /** The next final response (or the one with that status) to a method. */
  async takeResponse(method: string, status?: number): Promise<SipResponse> {
    const fits = (one: SipMessage): boolean =>
      one.kind === 'response' &&
      cseq(one)?.method === method &&
      (status === undefined ? one.status >= 200 : one.status === status);
    return (await this.take(fits)) as SipResponse;
  }

  /** How many messages that fit are here and were not taken. */
  count(fits: (message: SipMessage) => boolean): number {
    return this.#heard.filter(fits).length;
  }

  /** Registers with the right password unless told otherwise; the final response. */
  async register(user: string, lines: readonly string[] = [], password = 'secret'): Promise<SipResponse> {
    const own = [
      `From: <sip:${user}@office.test>;tag=reg`,
      `To: <sip:${user}@office.test>`,
      `Call-ID: reg-${this.port}`,
    ];
    const uri = 'sip:office.test';
    this.send(this.request('REGISTER', [...own, ...lines], '', uri));
    const challenge = await this.takeResponse('REGISTER');
    if (challenge.status !== 401) return challenge;
    const value = answerChallenge(
      headerLines(challenge, 'www-authenticate'),
      { user, password },
      { method: 'REGISTER', uri },
      { nonce: '', uses: 0 },
    );
    this.send(this.request('REGISTER', [...own, ...lines, `Authorization: ${value}`], '', uri));
    return this.takeResponse('REGISTER');
  }
}

/** Resolves when a registration is that far. */
export function reached(registration: SipRegistration, state: SipRegistrationState): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (registration.state === state) resolve();
    };
    registration.on('changed', look);
    look();
  });
}
