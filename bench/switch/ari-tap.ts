// Between a server and ARI, byte for byte: when each request went and was answered, and when each event came.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** `endAt` is there for requests that were answered. Milliseconds of the machine's clock. */
export type Passed = { readonly what: string; readonly at: number; endAt?: number };

const now = (): number => performance.timeOrigin + performance.now();
/** Names of what there is stay; ids go. */
const words =
  /^(ari|channels|bridges|playbacks|recordings|live|endpoints|applications|asterisk|events|create|[a-z]+)$/iu;

export class AriTap {
  readonly passed: Passed[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, (near) => this.#join(near));
  #far = { host: '', port: 0 };

  /** @returns the address to give in the place of `ariUrl`. */
  async open(ariUrl: string): Promise<string> {
    const { hostname: host, port } = new URL(ariUrl);
    this.#far = { host, port: Number(port) };
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #join(near: Socket): void {
    const far = connect({ ...this.#far, noDelay: true });
    let open: Passed | null = null;
    const frames = new Frames((text) => this.#event(text));
    let isStream = false;
    near.on('data', (data: Buffer) => {
      far.write(data);
      const [, method, path = ''] = /^(GET|POST|PUT|DELETE) (\S+) HTTP/u.exec(data.toString('latin1', 0, 500)) ?? [];
      if (method === undefined) return;
      open = { what: `${method} ${withoutIds(path)}`, at: now() };
      isStream = path.startsWith('/ari/events');
      if (!isStream) this.passed.push(open);
    });
    far.on('data', (data: Buffer) => {
      near.write(data);
      if (isStream) frames.take(data);
      else if (open !== null) open.endAt ??= now();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }

  #event(text: string): void {
    const {
      type,
      application = '',
      channel,
    } = JSON.parse(text) as {
      type: string;
      application?: string;
      channel?: { state?: string };
    };
    // Asterisk tells a second application of telephones; the calls are told to the first.
    if (application.endsWith('-devices')) return;
    const state = type === 'ChannelStateChange' ? ` ${channel?.state ?? ''}` : '';
    this.passed.push({ what: `event ${type}${state}`, at: now() });
  }
}

function withoutIds(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://ari');
  const parts = pathname.slice('/ari'.length).split('/');
  const variable = searchParams.get('variable');
  return `${parts.map((part) => (part === '' || words.test(part) ? part : '…')).join('/')}${variable === null ? '' : ` ${variable}`}`;
}

/** The text frames of a server's WebSocket, which are not masked. */
class Frames {
  readonly #text: (text: string) => void;
  #rest = Buffer.alloc(0);
  #isOpen = false;

  constructor(text: (text: string) => void) {
    this.#text = text;
  }

  take(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    if (!this.#isOpen) {
      const end = this.#rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.#isOpen = true;
      this.#rest = this.#rest.subarray(end + 4);
    }
    for (let frame = this.#next(); frame !== null; frame = this.#next())
      if (frame.opcode === 1) this.#text(frame.payload.toString('utf8'));
  }

  #next(): { readonly opcode: number; readonly payload: Buffer } | null {
    const rest = this.#rest;
    if (rest.length < 2) return null;
    const short = rest[1]! & 127;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < head) return null;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < head + length) return null;
    this.#rest = rest.subarray(head + length);
    return { opcode: rest[0]! & 15, payload: rest.subarray(head, head + length) };
  }
}
