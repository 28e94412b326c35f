// The NCC door: CTI modules of a trusted network over a WebSocket port of its own, nobody asked for a password (NCC CTI API, protocol version 13).
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { subProtocol } from '@cordboard/contract/dialects/ncc';
import { WebSocketServer } from 'ws';
import type { Core } from '../../core.ts';
import { limits as serverLimits } from '../../limits.ts';
import { listenError } from '../../listen-error.ts';
import type { Log } from '../../log.ts';
import { NccConnection, type ConnectionContext } from './connection.ts';
import type { NccLimits } from './limits.ts';
import { Users } from './users.ts';

export type NccDoorOptions = {
  readonly core: Core;
  readonly log: Log;
  /** Stands for the only tenant, where a login names none. */
  readonly sipDomain: string;
  readonly host: string;
  readonly port: number;
  readonly limits?: Partial<NccLimits>;
};

export type NccDoor = {
  /**
   * @returns where it listens.
   * @throws SettingError when the port is taken or the address is not this machine's.
   */
  listen(): Promise<{ readonly url: string }>;
  counters(): { readonly connections: number; readonly users: number; readonly refused: number };
  /** Closes every connection with 1001; modules come back to whoever listens next. */
  close(): Promise<void>;
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

export function createNccDoor({ core, log, sipDomain, host, port, limits: given }: NccDoorOptions): NccDoor {
  const limits: NccLimits = { ...serverLimits, ...given };
  const connections = new Set<NccConnection>();
  const users = new Users(core, sipDomain, limits);
  const context: ConnectionContext = { limits, log, users, gone: (connection) => connections.delete(connection) };
  let refused = 0;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.nccMaxFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(subProtocol) ? subProtocol : false),
  });
  const server = createServer((_request, response) => {
    response.writeHead(426, { connection: 'close', 'content-type': 'text/plain' }).end('The CTI API is a WebSocket.\n');
  });
  server.maxConnections = limits.nccMaxConnections;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A page in somebody's browser must not steer his colleagues' telephones: whatever it is, a program sends no Origin.
    if (request.headers.origin !== undefined) {
      refused += 1;
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => connections.add(new NccConnection(webSocket, context)));
  });
  const beats = setInterval(() => {
    for (const connection of connections) connection.beat();
  }, limits.nccHeartbeatMs);
  return {
    async listen() {
      if (!isLoopback(host)) {
        log.warn(
          { host, port },
          'whoever reaches the CTI API may steer every telephone: let only trusted machines reach it',
        );
      }
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error) => reject(listenError(error, 'ncc', { host, port })));
        server.listen(port, host, resolve);
      });
      const { port: bound } = server.address() as AddressInfo;
      return { url: `ws://${host.includes(':') ? `[${host}]` : host}:${bound}/` };
    },
    counters: () => ({ connections: connections.size, users: users.size, refused }),
    async close() {
      clearInterval(beats);
      for (const connection of connections) connection.close(1001, 'shutdown');
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
    },
  };
}
