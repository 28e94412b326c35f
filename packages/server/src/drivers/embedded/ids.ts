// Ids of calls that come in: short enough to be read out, random enough never to meet again.
import { randomUUID } from 'node:crypto';
import type { CallId, ConnectionId } from '@cordboard/domain';

const ID_CHARACTERS = 16;

/** 60 random bits, in hex. */
function randomId(): string {
  return randomUUID().replaceAll('-', '').slice(0, ID_CHARACTERS);
}

export function newCallId(): CallId {
  return randomId() as CallId;
}

export function newConnectionId(): ConnectionId {
  return randomId() as ConnectionId;
}
