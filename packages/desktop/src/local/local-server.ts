// The program's own web server, for this machine alone: pages by JSON-RPC, the window, and the bar in it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { IpscProfile } from '@cordboard/contract/dialects/ipsc';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Desk } from '../desk.ts';
import { limits } from '../limits.ts';
import { Guard } from '../rpc/guard.ts';
import { Page } from '../rpc/page.ts';
import { localPortOf } from '../settings/settings.ts';
import { Admission } from './admission.ts';
import type { Grants } from './grants.ts';
import { isOwnHost, isOwnOrigin, originOf } from './visitors.ts';
import type { Tickets } from './tickets.ts';

export type LocalServerOptions = {
  readonly desk: Desk;
  readonly grants: Grants;
  readonly tickets: Tickets;
  /** Known to this user's programs alone. */
  readonly ownerSecret: string;
  /** What else is served: the window's files. Answers whether it knew the path. */
  readonly files: (path: string, response: ServerResponse) => boolean;
  /** The bar in the window connects. */
  readonly bar: (socket: WebSocket) => void;
  readonly changed: () => void;
  readonly log: (level: 'info' | 'warn', message: string, fields?: Record<string, unknown>) => void;
};

export class PortTaken extends Error {}

const addresses = ['127.0.0.1', '::1'] as const;

/** Nothing from anywhere else, in nobody's frame. */
const headers = {
  'Content-Security-Policy':
    "default-src 'self'; connect-src 'self' ws:; media-src 'self' blob: mediastream:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;

export class LocalServer {
  readonly #options: LocalServerOptions;
  readonly #servers: readonly Server[];
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxFrameBytes, clientTracking: false });
  readonly #guard = new Guard();
  readonly #pages = new Map<WebSocket, Page>();
  #beat: NodeJS.Timeout | undefined;
  #port = 0;

  constructor(options: LocalServerOptions) {
    this.#options = options;
    this.#servers = addresses.map(() => createServer((request, response) => this.#answer(request, response)));
    for (const server of this.#servers) {
      server.requestTimeout = limits.upgradeTimeoutMs;
      server.headersTimeout = limits.upgradeTimeoutMs;
      server.maxConnections = limits.maxPages * 4;
      server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    }
  }

  get port(): number {
    return this.#port;
  }

  get pages(): number {
    return [...this.#pages.values()].filter(({ rights }) => rights !== 'window').length;
  }

  get hasWindow(): boolean {
    return [...this.#pages.values()].some(({ rights }) => rights === 'window');
  }

  /** @param port in place of the configured one; 0 there and here: any. @throws PortTaken. */
  async listen(port: number = localPortOf(this.#options.desk.settings)): Promise<void> {
    const [four, six] = this.#servers;
    await listenAt(four!, port, addresses[0]);
    const bound = four!.address();
    this.#port = typeof bound === 'object' && bound !== null ? bound.port : port;
    // A machine without IPv6 has no ::1.
    await listenAt(six!, this.#port, addresses[1]).catch((error: unknown) => {
      if (error instanceof PortTaken) throw error;
    });
    this.#beat = setInterval(() => this.#look(), limits.heartbeatMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    for (const socket of this.#pages.keys()) socket.close(1001, 'the program ends');
    await Promise.all(this.#servers.map(closed));
    for (const socket of this.#pages.keys()) socket.terminate();
  }

  /** Closes the window's connections; the page closes itself. */
  closeWindow(): void {
    for (const [socket, { rights }] of this.#pages) if (rights === 'window') socket.close(4000, 'hide');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!isOwnHost(request.headers.host, this.#port)) return void response.writeHead(421).end();
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/show') return this.#show(request, response);
    if (pathname === '/ticket') return this.#exchange(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
    if (!this.#options.files(pathname, response)) response.writeHead(404).end();
  }

  /** A second start of the program asks the first for its window. */
  #show(request: IncomingMessage, response: ServerResponse): void {
    const isOwner = request.headers.authorization === `Bearer ${this.#options.ownerSecret}`;
    if (request.method !== 'POST' || !isOwner) return void response.writeHead(403).end();
    void this.#options.desk.showWindow().catch(() => {});
    response.writeHead(204).end();
  }

  #exchange(request: IncomingMessage, response: ServerResponse): void {
    const origin = originOf(request);
    if (request.method !== 'POST' || !isOwnOrigin(origin, this.#port)) return void response.writeHead(403).end();
    let ticket = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      ticket += text;
      if (ticket.length > 128) request.destroy();
    });
    request.on('end', () => {
      const cookie = this.#options.tickets.exchange(ticket, Date.now());
      if (cookie === null) response.writeHead(403).end();
      else response.writeHead(204, { 'Set-Cookie': cookie }).end();
    });
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const origin = originOf(request);
    const isOwn = isOwnOrigin(origin, this.#port);
    const isWindow = isOwn && this.#options.tickets.holds(request.headers.cookie);
    const refusal = !isOwnHost(request.headers.host, this.#port)
      ? 421
      : pathname !== '/jsonrpc' && pathname !== '/agent'
        ? 404
        : (pathname === '/agent' || isOwn) && !isWindow
          ? 403
          : this.#pages.size >= limits.maxPages
            ? 503
            : null;
    if (refusal !== null) {
      this.#options.log('info', 'a connection was refused', { status: refusal, origin, path: pathname });
      stream.end(`HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate());
      if (pathname === '/agent') this.#options.bar(socket);
      else this.#open(socket, origin, isWindow, searchParams);
    });
  }

  #open(socket: WebSocket, origin: string, isWindow: boolean, query: URLSearchParams): void {
    const { desk, grants } = this.#options;
    const asked = query.get('profile') ?? query.get('events');
    const profile: IpscProfile = asked === 'v6' || asked === 'draft' ? asked : desk.settings.localServer.profile;
    const admission = new Admission(origin, isWindow, grants, desk.pairings);
    const isExtended = query.get('extensions') === '1';
    this.#pages.set(socket, new Page({ socket, desk, admission, profile, isExtended, guard: this.#guard }));
    this.#alive.add(socket);
    socket.on('pong', () => this.#alive.add(socket));
    socket.on('close', () => {
      this.#pages.delete(socket);
      this.#options.changed();
    });
    this.#options.changed();
  }

  readonly #alive = new WeakSet<WebSocket>();

  /** A page that has not answered since the last look is gone. */
  #look(): void {
    for (const socket of this.#pages.keys()) {
      if (!this.#alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }
}

async function listenAt(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(`port ${port} is taken`) : error);
    server.once('error', failed);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
