// WebSockets: which there are, who may open one, how long it lives. What is said on one is the business of its row.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import type { Streams } from '../events/streams.ts';
import { limits } from '../limits.ts';
import type { Session, Sessions } from '../users/sessions.ts';
import { sessionOf } from './caller.ts';
import { Problem } from './problem.ts';
import { problems } from './problems.table.ts';

export type SocketRow = {
  /** The sub-protocol that is selected when it is offered. */
  readonly subProtocol?: string;
  /** Speaks on it. @returns called once, when it is closed or its session is over: nothing more is said on it. */
  readonly serve: (socket: WebSocket, session: Session) => () => void;
};

export type SocketParts = {
  readonly sessions: Sessions;
  readonly streams: Streams;
  readonly allowedOrigins: readonly string[];
};

/**
 * @param rows by path.
 * @returns ends all of them.
 */
export function acceptSockets(
  server: Server,
  rows: Readonly<Record<string, SocketRow>>,
  parts: SocketParts,
): () => void {
  const known = new Set(Object.values(rows).flatMap(({ subProtocol }) => subProtocol ?? []));
  // The types of the library do not know of the time-out yet.
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    maxPayload: limits.socketMaxFrameBytes,
    closeTimeout: limits.socketCloseMs,
    perMessageDeflate: { threshold: 1_024 },
    handleProtocols: (offered) => [...offered].find((one) => known.has(one)) ?? false,
  };
  const sockets = new WebSocketServer(options);
  let isOver = false;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (isOver) return socket.destroy();
    const path = (request.url ?? '').split('?')[0] ?? '';
    const row = Object.hasOwn(rows, path) ? rows[path] : undefined;
    const session =
      row === undefined
        ? new Problem('notFound')
        : sessionOf(request.headers, parts.sessions, parts.allowedOrigins, Date.now());
    if (row === undefined || session instanceof Problem) return refuse(socket, session);
    const leave = parts.streams.enter(session.login);
    if (leave === null) return refuse(socket, new Problem('tooMuchAtOnce'));
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.once('close', leave);
      watch(opened, session, parts.sessions, row.serve(opened, session));
    });
    // Whoever goes away in the middle of the handshake gives his place back as well.
    socket.once('close', leave);
  });
  return () => {
    isOver = true;
    for (const socket of sockets.clients) socket.close(1001, 'the middleware stops');
  };
}

function refuse(socket: Duplex, problem: unknown): void {
  const { status } = problems[problem instanceof Problem ? problem.code : 'internal'];
  socket.end(`HTTP/1.1 ${status} ${status === 401 ? 'Unauthorized' : 'Refused'}\r\nConnection: close\r\n\r\n`);
}

/** One from which nothing comes is cut, and so is one whose session is over. */
function watch(socket: WebSocket, session: Session, sessions: Sessions, end: () => void): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const beat = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, limits.streamHeartbeatMs);
  const quiet = (): void => {
    if (!stop()) return;
    // Until the other side has answered the close, what it says still comes in.
    socket.removeAllListeners('message');
    end();
  };
  const stop = sessions.onEnd((ended) => {
    if (ended !== session) return;
    quiet();
    socket.close(4401, 'the session is over');
  });
  socket.on('error', () => socket.terminate());
  socket.once('close', () => {
    clearInterval(beat);
    quiet();
  });
}
