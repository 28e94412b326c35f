// SIP over WebSocket (RFC 7118) for JsSIP, with a heart-beat of its own: a link that has died silently is noticed within two beats.
import { sipBeatMs, sipBeatsMissedMax } from '../limits.ts';

const ping = '\r\n\r\n';
const pong = '\r\n';
/** JsSIP reads only the first challenge and knows only MD5; RFC 8760 §2.4 has servers offer SHA-256 before it. */
const foreignChallenge = /^(?:WWW|Proxy)-Authenticate:[^\r\n]*algorithm="?SHA-[^\r\n]*\r\n/gim;

/** Close codes of RFC 6455 §7.4.1: nobody closed it, it is gone. */
const abnormalClosure = 1006;

/** What JsSIP's transport asks of a socket (`JsSIP.Socket`). */
export class SipSocket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  #socket: WebSocket | null = null;
  #beat: ReturnType<typeof setInterval> | undefined;
  #heard = true;
  #missed = 0;
  /** A server that has never answered a ping (RFC 5626 §4.4.1) is not held to it. */
  #answersPings = false;

  constructor(url: string) {
    this.url = url;
    const { protocol, host } = new URL(url);
    this.via_transport = protocol === 'wss:' ? 'WSS' : 'WS';
    this.sip_uri = `sip:${host};transport=ws`;
  }

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata(_message: unknown): void {}

  connect(): void {
    if (this.#socket) return;
    const socket = new WebSocket(this.url, 'sip');
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      if (this.#socket !== socket) return;
      this.#startBeat();
      this.onconnect();
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (this.#socket === socket) this.#take(event.data);
    });
    socket.addEventListener('close', (event) => {
      if (this.#socket === socket) this.#lost(!event.wasClean, event.code, event.reason);
    });
  }

  disconnect(): void {
    const socket = this.#socket;
    this.#forget();
    socket?.close();
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false;
    this.#socket?.send(message as string);
    return true;
  }

  isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.#socket?.readyState === WebSocket.CONNECTING;
  }

  #take(data: unknown): void {
    this.#heard = true;
    this.#missed = 0;
    if (data === pong) this.#answersPings = true;
    else this.ondata(typeof data === 'string' ? data.replace(foreignChallenge, '') : data);
  }

  #startBeat(): void {
    this.#heard = true;
    this.#missed = 0;
    this.#beat = setInterval(() => this.#onBeat(), sipBeatMs);
  }

  #onBeat(): void {
    this.#missed = this.#heard ? 0 : this.#missed + 1;
    this.#heard = false;
    if (this.#answersPings && this.#missed >= sipBeatsMissedMax)
      this.#lost(true, abnormalClosure, 'no answer to keep-alive');
    else this.send(ping);
  }

  #lost(error: boolean, code: number, reason: string): void {
    const socket = this.#socket;
    this.#forget();
    socket?.close();
    this.ondisconnect(error, code, reason);
  }

  #forget(): void {
    clearInterval(this.#beat);
    this.#beat = undefined;
    this.#socket = null;
  }
}
