// A telephone of one socket that says what it is told to: for what no telephone of ours would send.
import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

export type Answer = (status: string, headers?: readonly string[], body?: string) => void;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const headersOf = (message: string, name: string): readonly string[] =>
  message.split('\r\n').filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));

/** Of PCMU, heard by nobody. */
export const offer = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 0',
  '',
].join('\r\n');

export class BareTelephone {
  /** First lines of all that came. */
  readonly heard: string[] = [];
  /** What becomes of a request. */
  asked: (request: string, answer: Answer) => void = () => undefined;
  /** What becomes of a response. */
  answered: (response: string) => void = () => undefined;
  readonly #socket: Socket = createSocket('udp4');
  readonly #server: number;

  /** @param server its port on this machine. */
  constructor(server: number) {
    this.#server = server;
    this.#socket.on('message', (bytes) => this.#take(bytes.toString()));
  }

  async open(): Promise<this> {
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
    return this;
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  close(): void {
    this.#socket.close();
  }

  /** @param lines all but Via and Content-Length. */
  send(first: string, lines: readonly string[], body = ''): void {
    const via = `Via: SIP/2.0/UDP ${this.address};rport;branch=z9hG4bK${md5(lines.join())}`;
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    this.#socket.send(
      [`${first} SIP/2.0`, via, 'Max-Forwards: 70', ...lines, length, '', body].join('\r\n'),
      this.#server,
      '127.0.0.1',
    );
  }

  /** Its registration is answered with a challenge, and again. */
  async register(user: string, domain: string, password: string): Promise<void> {
    const uri = `sip:127.0.0.1:${this.#server}`;
    const ask = (cseq: number, more: readonly string[]): Promise<string> =>
      new Promise((resolve) => {
        this.answered = resolve;
        const who = `<sip:${user}@${domain}>`;
        const contact = `Contact: <sip:${user}@${this.address}>`;
        const lines = [
          `From: ${who};tag=r`,
          `To: ${who}`,
          `Call-ID: r-${this.address}`,
          `CSeq: ${cseq} REGISTER`,
          contact,
        ];
        this.send(`REGISTER ${uri}`, [...lines, 'Expires: 600', ...more]);
      });
    const challenge = await ask(1, []);
    const valueOf = (name: string): string => new RegExp(`${name}="([^"]+)"`, 'u').exec(challenge)?.[1] ?? '';
    const [realm, nonce] = [valueOf('realm'), valueOf('nonce')];
    const response = md5(`${md5(`${user}:${realm}:${password}`)}:${nonce}:${md5(`REGISTER:${uri}`)}`);
    const said = await ask(2, [
      `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`,
    ]);
    if (!said.startsWith('SIP/2.0 200')) throw new Error(said.split('\r\n')[0]);
  }

  #take(message: string): void {
    this.heard.push(message.split('\r\n')[0] ?? '');
    if (message.startsWith('SIP/2.0 1')) return;
    if (message.startsWith('SIP/2.0')) return this.answered(message);
    this.asked(message, (status, headers = [], body = '') => {
      const [to = ''] = headersOf(message, 'To');
      const own = ['Via', 'From', 'Call-ID', 'CSeq'].flatMap((name) => headersOf(message, name));
      const lines = [`SIP/2.0 ${status}`, ...own, to.includes(';tag=') ? to : `${to};tag=bare`, ...headers];
      const reply = [...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
      this.#socket.send(reply, this.#server, '127.0.0.1');
    });
  }
}
