// Who is in conversation with whom: everybody in a call, except that a consultation has two sides.
import type { Call, Connection } from './call.ts';

/** @returns the others on the connection's side of the call, in the order of the call. */
export function together(call: Call, connection: Connection): readonly Connection[] {
  const { consultation } = call;
  const others = call.connections.filter((other) => other !== connection);
  if (consultation === null || consultation.state === 'conference' || consultation.state === 'inviting') return others;
  const { by, consulted, state } = consultation;
  const onConsultedSide = ({ id }: Connection): boolean => id === consulted || (id === by && state !== 'alternated');
  const side = onConsultedSide(connection);
  return others.filter((other) => onConsultedSide(other) === side);
}

/** @returns whether a consultation keeps some of the others away from the connection. */
export const isApart = (call: Call, side: readonly Connection[]): boolean => side.length < call.connections.length - 1;
