// A WebSocket that we open (RFC 7118 §4): what is sent before it is open waits for it.
import { WebSocket } from 'ws';
import { sipLimits } from '../limits.ts';
import type { SipWebSocket } from './sip-server.ts';

type TlsClient = { readonly ca?: string; readonly rejectUnauthorized?: boolean };

export function dialWebSocket(url: string, tls: TlsClient = {}): SipWebSocket & { readonly bufferedAmount: number } {
  const socket = new WebSocket(url, 'sip', {
    handshakeTimeout: sipLimits.connectTimeoutMs,
    maxPayload: sipLimits.maxMessageBytes,
    perMessageDeflate: false,
    followRedirects: false,
    ...tls,
  });
  const waiting: string[] = [];
  socket.on('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  return {
    get bufferedAmount() {
      return socket.bufferedAmount + waiting.reduce((bytes, text) => bytes + text.length, 0);
    },
    send(data) {
      if (socket.readyState === socket.CONNECTING) waiting.push(data);
      else if (socket.readyState === socket.OPEN) socket.send(data);
    },
    close(code) {
      if (socket.readyState === socket.CONNECTING) socket.terminate();
      else socket.close(code);
    },
    on: (event, listener) => socket.on(event as 'message', listener),
  };
}
