// GET /api/v1/events/socket: the same events over a WebSocket, each kept until `{"ack": id}` says that it has arrived.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Mailboxes } from '../events/mailboxes.ts';
import { Pump } from '../events/pump.ts';
import type { Streams } from '../events/streams.ts';
import { limits } from '../limits.ts';
import type { Session, Sessions } from '../users/sessions.ts';
import { sessionOf } from './caller.ts';
import { Problem } from './problem.ts';
import { problems } from './problems.table.ts';

export const socketPath = '/api/v1/events/socket';

export type SocketParts = { readonly sessions: Sessions; readonly mailboxes: Mailboxes; readonly streams: Streams };

/** @returns ends all of them. */
export function acceptEventSockets(server: Server, parts: SocketParts): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.streamMaxFrameBytes,
    perMessageDeflate: { threshold: 1_024 },
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const found =
      (request.url ?? '').split('?')[0] === socketPath
        ? sessionOf(request.headers, parts.sessions, Date.now())
        : new Problem('notFound');
    const leave = found instanceof Problem ? null : parts.streams.enter(found.login);
    if (found instanceof Problem || leave === null) {
      const { status } = problems[found instanceof Problem ? found.code : 'tooMuchAtOnce'];
      socket.end(`HTTP/1.1 ${status} ${status === 401 ? 'Unauthorized' : 'Refused'}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, found, leave, parts));
  });
  return () => {
    for (const socket of sockets.clients) socket.close(1001, 'the middleware stops');
  };
}

function serve(socket: WebSocket, session: Session, leave: () => void, { sessions, mailboxes }: SocketParts): void {
  const pump = new Pump(mailboxes.of(session.login), limits.streamMaxUnacknowledged, (events) => {
    for (const { id, text } of events) socket.send(`{"id":${id},"event":${text}}`);
  });
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const beat = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, limits.streamHeartbeatMs);
  const stop = sessions.onEnd((ended) => {
    if (ended === session) socket.close(4401, 'the session is over');
  });
  socket.on('error', () => socket.terminate());
  socket.on('message', (data: RawData) => {
    const ack = ackOf(data);
    if (ack === null) socket.close(1008, 'nothing but {"ack": id} is said here');
    else pump.arrived(ack);
  });
  socket.once('close', () => {
    clearInterval(beat);
    stop();
    pump.end();
    leave();
  });
  pump.start();
}

function ackOf(data: RawData): number | null {
  try {
    // A text comes as one Buffer, since nothing else was asked for.
    const { ack } = JSON.parse((data as Buffer).toString('utf8')) as { ack?: unknown };
    return Number.isSafeInteger(ack) ? (ack as number) : null;
  } catch {
    return null;
  }
}
