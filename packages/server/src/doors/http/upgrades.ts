// WebSocket upgrades: path, origin, sub-protocol and caps are checked here; then the socket belongs to the door that speaks on it.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { limits } from '../../limits.ts';
import { mayConnect } from './origin.ts';
import { peerOf } from './peer.ts';
import type { HttpDoorPorts, HttpDoorSettings, Peer } from './ports.ts';

type Path = '/agent' | '/sip' | '/ws';

export type Upgrades = {
  readonly handle: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly counters: () => { readonly open: number; readonly refused: number };
  readonly close: () => void;
};

/** The answer to an upgrade that is not granted, and the end of the connection. */
function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const capsOfLimits = { total: limits.webSocketMaxTotal, perAddress: limits.webSocketMaxPerAddress };

/** @param caps sockets open at once. */
export function createUpgrades(
  settings: Pick<HttpDoorSettings, 'publicUrl' | 'allowedOrigins' | 'trustedProxies'>,
  ports: Pick<HttpDoorPorts, 'acceptAgent' | 'acceptSip' | 'acceptVerto'>,
  caps: { readonly total: number; readonly perAddress: number } = capsOfLimits,
): Upgrades {
  const options = { noServer: true, maxPayload: limits.webSocketMaxFrameBytes, perMessageDeflate: false };
  const servers: Readonly<Record<Path, WebSocketServer>> = {
    '/agent': new WebSocketServer({ ...options, handleProtocols: () => false }),
    '/sip': new WebSocketServer({ ...options, handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false) }),
    '/ws': new WebSocketServer({ ...options, maxPayload: limits.vertoMaxFrameBytes, handleProtocols: () => false }),
  };
  const accept: Readonly<Record<Path, (socket: WebSocket, peer: Peer, stream: Duplex) => void>> = {
    '/agent': (socket, peer, stream) => ports.acceptAgent(socket, peer, stream),
    '/sip': (socket, peer) => ports.acceptSip(socket, peer),
    '/ws': (socket, peer) => ports.acceptVerto(socket, peer),
  };
  const isPath = (path: string): path is Path => Object.hasOwn(servers, path);
  const perAddress = new Map<string, number>();
  let open = 0;
  let refused = 0;

  function objection(request: IncomingMessage, path: string, peer: Peer): string | null {
    if (!isPath(path)) return '404 Not Found';
    const { origin, host } = request.headers;
    if (!mayConnect(origin, host, peer.secure, settings)) return '403 Forbidden';
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    if (path === '/sip' && !protocols.includes('sip')) return '400 Bad Request';
    if (open >= caps.total) return '503 Service Unavailable';
    if ((perAddress.get(peer.address) ?? 0) >= caps.perAddress) return '429 Too Many Requests';
    return null;
  }

  function count(peer: Peer, socket: Duplex): void {
    open += 1;
    perAddress.set(peer.address, (perAddress.get(peer.address) ?? 0) + 1);
    socket.once('close', () => {
      open -= 1;
      const left = (perAddress.get(peer.address) ?? 1) - 1;
      if (left === 0) perAddress.delete(peer.address);
      else perAddress.set(peer.address, left);
    });
  }

  return {
    handle(request, socket, head) {
      const peer = peerOf(request, settings.trustedProxies);
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      const status = objection(request, path, peer);
      if (status !== null) {
        refused += 1;
        refuse(socket, status);
        return;
      }
      if (socket.destroyed) return;
      count(peer, socket);
      const server = servers[path as Path];
      server.handleUpgrade(request, socket, head, (webSocket) => {
        // Without a listener a protocol error of the peer would be an uncaught exception; the door behind hears `close`.
        webSocket.on('error', () => undefined);
        accept[path as Path](webSocket, peer, socket);
      });
    },
    counters: () => ({ open, refused }),
    close() {
      for (const server of Object.values(servers)) server.close();
    },
  };
}
