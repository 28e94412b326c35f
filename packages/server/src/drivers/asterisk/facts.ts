// What Asterisk tells, in the core's words.
import type { ClearCause, ConnectionId, Fact, Origin } from '@cordboard/domain';
import { callerNameOf, numberOf } from '../call-headers.ts';
import type { AriChannel, AriEvent } from './ari-events.ts';
import { clearCauseOf } from './cause.table.ts';
import { deviceOf, endpointOf, type Connection } from './connection.ts';

type Plain = Extract<AriEvent, { type: 'ChannelDtmfReceived' | 'ChannelHold' | 'ChannelUnhold' }>;

/** Events that are facts as they stand. */
export function factOf(event: Plain): Fact {
  const connectionId = event.channel.id as ConnectionId;
  if (event.type === 'ChannelDtmfReceived') return { fact: 'digit', connectionId, digit: event.digit };
  return { fact: event.type === 'ChannelHold' ? 'heldByDevice' : 'retrievedByDevice', connectionId };
}

export const originOf = ({ name, caller }: AriChannel, isTrunk: boolean): Origin =>
  isTrunk
    ? { kind: 'trunk', trunkId: endpointOf(name), number: numberOf(caller.number), name: callerNameOf(caller.name) }
    : { kind: 'device', deviceId: deviceOf(name) };

/** What chan_pjsip says when `rtp_timeout` is over: requested channel unavailable. */
const SILENT_TOO_LONG = 44;

/** Why it ended, where we did not end it. @param cause Q.850 */
export function causeOf({ direction, isUp }: Connection, cause: number): ClearCause {
  if (isUp) return cause === SILENT_TOO_LONG ? 'mediaLost' : 'normal';
  return direction === 'in' ? 'cancelled' : (clearCauseOf[cause] ?? 'failed');
}

/** The number in what a REFER refers to. */
export const dialledOf = (destination: string): string =>
  numberOf(/^(?:sips?:)?([^@;]+)/u.exec(destination)?.[1] ?? destination);
