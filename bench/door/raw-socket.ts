// A WebSocket client that costs next to nothing, so that what is measured is the server: frames are counted, and only handed on when asked for.
import { connect, type Socket } from 'node:net';

const textFrame = 0x81;
const masked = 0x80;

/** Client frames are masked (RFC 6455 §5.3); a key of zero leaves the bytes as they are. */
function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([textFrame, masked | body.length])
      : Buffer.from([textFrame, masked | 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}

export class RawSocket {
  frames = 0;
  onText: ((text: string) => void) | null = null;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  static open(port: number): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.write(
          'GET /agent HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
            'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
        );
        socket.once('data', () => resolve(new RawSocket(socket)));
      });
    });
  }

  send(method: string, params: object, id: number): void {
    this.#socket.write(frameOf(JSON.stringify({ jsonrpc: '2.0', id, method, params })));
  }

  ask(method: string, params: object): Promise<string> {
    return new Promise((resolve) => {
      this.onText = (text) => {
        if (text.startsWith('{"jsonrpc":"2.0","method"')) return;
        this.onText = null;
        resolve(text);
      };
      this.send(method, params, 0);
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  /** Pings are answered, as the door counts on it (RFC 6455 §5.5.2). */
  #read(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      if (data.length < 2) break;
      let length = data[1]! & 0x7f;
      let start = 2;
      if (length === 126) {
        if (data.length < 4) break;
        length = data.readUInt16BE(2);
        start = 4;
      } else if (length === 127) {
        if (data.length < 10) break;
        length = Number(data.readBigUInt64BE(2));
        start = 10;
      }
      if (data.length < start + length) break;
      const opcode = data[0]! & 0x0f;
      if (opcode === 9) this.#socket.write(Buffer.from([0x8a, masked, 0, 0, 0, 0]));
      else if (opcode === 1) {
        this.frames += 1;
        this.onText?.(data.toString('utf8', start, start + length));
      }
      data = data.subarray(start + length);
    }
    this.#rest = data;
  }
}
