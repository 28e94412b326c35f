// For tests: a WebSocket server before a SIP server, as the door of an office has it.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { SipServer } from './sip-server.ts';

export type WebSocketOffice = {
  readonly url: string;
  /** Those that are open, in the order they came. */
  readonly sockets: ReadonlySet<WebSocket>;
  close(): Promise<void>;
};

/** @param take what a connection is given to; by default the SIP server's */
export async function webSocketOffice(
  office: SipServer | null,
  options: {
    readonly tls?: { readonly key: string; readonly cert: string };
    readonly port?: number;
    readonly autoPong?: boolean;
    readonly protocol?: string | false;
    readonly take?: (socket: WebSocket) => void;
  } = {},
): Promise<WebSocketOffice> {
  const http = options.tls === undefined ? createServer() : createSecureServer(options.tls);
  const server = new WebSocketServer({
    server: http,
    path: '/sip',
    autoPong: options.autoPong ?? true,
    handleProtocols: () => options.protocol ?? 'sip',
  });
  const sockets = new Set<WebSocket>();
  server.on('connection', (socket, { socket: { remoteAddress = '', remotePort = 0 } }) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    options.take?.(socket);
    office?.acceptWebSocket(socket, remoteAddress, remotePort, options.tls !== undefined);
  });
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'ws' : 'wss'}://127.0.0.1:${port}/sip`,
    sockets,
    async close() {
      for (const socket of sockets) socket.terminate();
      server.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
