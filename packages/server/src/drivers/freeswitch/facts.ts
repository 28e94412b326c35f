// What FreeSWITCH tells of channels, in the core's words.
import type { ClearCause, ConnectionId, DeviceId, Fact, Origin } from '@cordboard/domain';
import { callerNameOf, numberOf } from '../call-headers.ts';
import { clearCauseOf } from './cause.table.ts';
import type { Connection } from './connection.ts';
import type { EslError } from './esl-error.ts';
import type { EslEvent } from './esl-parser.ts';

/** What the dialplan has said of a channel that it parked; null: it is not for us. */
export type Arrival = {
  readonly id: ConnectionId;
  readonly isTrunk: boolean;
  readonly trunkId: string;
  readonly origin: Origin;
  readonly dialled: string;
  /** A dialplan has answered it before it parked it. */
  readonly isUp: boolean;
  readonly isWithoutOffer: boolean;
};

export function arrivalOf(event: EslEvent): Arrival | null {
  const kind = event['variable_cordboard_kind'];
  const id = event['Unique-ID'];
  if (id === undefined || event['Call-Direction'] === 'outbound' || (kind !== 'telephone' && kind !== 'trunk'))
    return null;
  const trunkId = event['variable_cordboard_trunk'] ?? event['variable_sip_gateway'] ?? '';
  const number = numberOf(event['Caller-Caller-ID-Number'] ?? '');
  const name = callerNameOf(event['Caller-Caller-ID-Name'] ?? '');
  return {
    id: id as ConnectionId,
    isTrunk: kind === 'trunk',
    trunkId,
    origin:
      kind === 'trunk'
        ? { kind: 'trunk', trunkId, number, name }
        : { kind: 'device', deviceId: (event['variable_user_name'] ?? number) as DeviceId },
    dialled: numberOf(event['variable_cordboard_dialled'] ?? event['Caller-Destination-Number'] ?? ''),
    isUp: event['Answer-State'] === 'answered',
    isWithoutOffer: event['variable_endpoint_disposition'] === 'RECEIVED_NOSDP',
  };
}

/** A REFER on a channel that is in no bridge of FreeSWITCH's: it refuses it, and tells where it was to go. */
export function transfersOf(connection: Connection | undefined, event: EslEvent): readonly Fact[] {
  if (connection === undefined || event['Error-Type'] !== 'blind_transfer') return [];
  const dialled = numberOf(event['Transfer-Exten'] ?? '');
  return [{ fact: 'transferByDevice', connectionId: connection.id, dialled }];
}

/** Why it ended, where we did not end it. @param cause by FreeSWITCH's name */
export function causeOf({ direction, isUp }: Connection, cause: string): ClearCause {
  const known = clearCauseOf[cause] ?? 'failed';
  if (isUp) return known === 'mediaLost' ? 'mediaLost' : 'normal';
  return direction === 'in' ? 'cancelled' : known;
}

/** Why one that was to be called came to nothing: `-ERR USER_NOT_REGISTERED`. */
export function causeOfFailure(connection: Connection, { failure, message }: EslError): ClearCause {
  return failure === 'unreachable' ? 'switchLost' : causeOf(connection, /-ERR ([A-Z_]+)/u.exec(message)?.[1] ?? '');
}
