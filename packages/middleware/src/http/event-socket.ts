// GET /api/v1/events/socket: the same events over a WebSocket, each kept until `{"ack": id}` says that it has arrived.
import type { RawData, WebSocket } from 'ws';
import type { Mailbox } from '../events/mailbox.ts';
import { Pump } from '../events/pump.ts';
import { limits } from '../limits.ts';

/** @returns ends it: what was not acknowledged waits again. */
export function serveEvents(socket: WebSocket, box: Mailbox): () => void {
  const pump = new Pump(box, limits.streamMaxUnacknowledged, (events) => {
    for (const { id, text } of events) socket.send(`{"id":${id},"event":${text}}`);
  });
  socket.on('message', (data: RawData) => {
    const ack = ackOf(data);
    if (ack === null) socket.close(1008, 'nothing but {"ack": id} is said here');
    else pump.arrived(ack);
  });
  pump.start();
  return () => pump.end();
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
