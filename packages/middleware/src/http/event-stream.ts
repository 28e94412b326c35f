// GET /api/v1/events/stream: the same events as Server-Sent Events (WHATWG HTML §9.2), for as long as the session lasts.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Event } from '../events/mailbox.ts';
import { Pump } from '../events/pump.ts';
import { limits } from '../limits.ts';
import { callerOf } from './caller.ts';
import { onceGone } from './connection.ts';
import type { EventParts } from './events.routes.ts';
import { Problem } from './problem.ts';

export async function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions, mailboxes, streams }: EventParts,
): Promise<FastifyReply> {
  const session = callerOf(request, sessions);
  const leave = streams.enter(session.login);
  if (leave === null) throw new Problem('tooMuchAtOnce');
  const box = mailboxes.of(session.login);
  const lastId = Number(request.headers['last-event-id']);
  if (Number.isSafeInteger(lastId)) box.acknowledge(mailboxes.reached(lastId));
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(': here\n\n');
  // A reader that stands still is cut: what is on its way to him waits for no one else meanwhile.
  let tooLong: NodeJS.Timeout | undefined;
  const cutLater = (): void => {
    clearTimeout(tooLong);
    tooLong = setTimeout(() => request.raw.socket.destroy(), limits.eventsOnTheirWayMs);
  };
  const pump = new Pump(box, limits.streamMaxUnacknowledged, (events) => {
    cutLater();
    raw.write(events.map(frameOf).join(''), (error) => {
      if (error !== null && error !== undefined) return;
      clearTimeout(tooLong);
      pump.arrived(events.at(-1)?.id ?? 0);
    });
  });
  const beat = setInterval(() => raw.write(': still here\n\n'), limits.streamHeartbeatMs);
  const stop = sessions.onEnd((ended) => {
    if (ended !== session) return;
    clearInterval(beat);
    pump.stop();
    raw.end();
    cutLater();
  });
  onceGone(request, reply, () => {
    clearInterval(beat);
    clearTimeout(tooLong);
    stop();
    pump.end();
    leave();
  });
  pump.start();
  return reply;
}

const frameOf = ({ id, text }: Event): string => `id: ${id}\ndata: ${text}\n\n`;
