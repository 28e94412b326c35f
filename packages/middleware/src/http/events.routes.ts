// GET /api/v1/events: what waits for the user, and no longer once it has gone out; with `after`, until he says that it has arrived.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Event, Mailbox } from '../events/mailbox.ts';
import type { Mailboxes } from '../events/mailboxes.ts';
import type { Streams } from '../events/streams.ts';
import { waitFor } from '../events/waiting.ts';
import { limits } from '../limits.ts';
import type { Sessions } from '../users/sessions.ts';
import { eventsQuery } from './bodies.ts';
import { callerOf } from './caller.ts';
import { onceGone } from './connection.ts';
import { streamEvents } from './event-stream.ts';
import { Problem } from './problem.ts';

export type EventParts = { readonly sessions: Sessions; readonly mailboxes: Mailboxes; readonly streams: Streams };

export function addEventRoutes(app: FastifyInstance, parts: EventParts): void {
  app.get('/api/v1/events', async (request, reply) => {
    const session = callerOf(request, parts.sessions);
    const query = eventsQuery.safeParse(request.query);
    if (!query.success) throw new Problem('badFormat', query.error.issues[0]?.path.join('.'));
    const { max, wait, after } = query.data;
    const left = new AbortController();
    onceGone(request, reply, () => left.abort());
    const stop = parts.sessions.onEnd((ended) => {
      if (ended === session) left.abort();
    });
    const box = parts.mailboxes.of(session.login);
    const reading = { request, reply, box, max, waitMs: wait * 1_000, left: left.signal };
    try {
      return await (after === undefined ? handOver(reading) : readBehind(reading, parts.mailboxes.reached(after)));
    } finally {
      stop();
    }
  });

  app.get('/api/v1/events/stream', (request, reply) => streamEvents(request, reply, parts));
}

type Reading = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly box: Mailbox;
  readonly max: number | undefined;
  readonly waitMs: number;
  readonly left: AbortSignal;
};

async function handOver({ request, reply, box, max, waitMs, left }: Reading): Promise<FastifyReply> {
  const handed = await waitFor(box, () => box.handOut(max ?? 1), waitMs, left);
  if (handed === null) return await reply.code(204).send();
  const tooLong = setTimeout(() => request.raw.socket.destroy(), limits.eventsOnTheirWayMs);
  reply.raw.once('finish', () => handed.arrived());
  // Between the hand-out and here its connection may have gone already.
  onceGone(request, reply, () => {
    clearTimeout(tooLong);
    handed.putBack();
  });
  return await send(reply, handed.events, max);
}

async function readBehind({ reply, box, max, waitMs, left }: Reading, after: number): Promise<FastifyReply> {
  box.acknowledge(after);
  const ask = (): readonly Event[] | null => {
    const behind = box.behind(after, max ?? 1);
    return behind.length === 0 ? null : behind;
  };
  const events = await waitFor(box, ask, waitMs, left);
  return events === null ? await reply.code(204).send() : await send(reply, events, max);
}

async function send(reply: FastifyReply, events: readonly Event[], max: number | undefined): Promise<FastifyReply> {
  const texts = events.map(({ text }) => text);
  void reply.header('x-event-id', String(events.at(-1)?.id ?? 0));
  return await reply
    .type('application/json; charset=utf-8')
    .send(max === undefined ? texts[0] : `[${texts.join(',')}]`);
}
