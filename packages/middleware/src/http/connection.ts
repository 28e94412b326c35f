// The end of an exchange, whichever way it comes: Node does not tell a reply that stands in line behind another (RFC 9112 §9.3.2).
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';

/** One listener a connection, however many replies stand in line on it. */
const inLine = new WeakMap<Socket, Set<() => void>>();

/** @param gone called once: the reply has gone out whole, or its connection is gone. */
export function onceGone({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply, gone: () => void): void {
  const others = inLine.get(socket) ?? watched(socket);
  const end = (): void => {
    if (!others.delete(end)) return;
    raw.off('close', end);
    gone();
  };
  others.add(end);
  raw.once('close', end);
  if (socket.destroyed) end();
}

function watched(socket: Socket): Set<() => void> {
  const ends = new Set<() => void>();
  inLine.set(socket, ends);
  socket.once('close', () => {
    for (const end of ends) end();
  });
  return ends;
}
