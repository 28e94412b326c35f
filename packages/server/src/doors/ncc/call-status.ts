// A call as a user's telephone has it in the CTI API, from a call of the core and his own connection in it.
import type { CallView, ConnectionView } from '@cordboard/contract';
import type { Fields } from './message.ts';
import { secondsOf } from './seconds.ts';

export type CallStatus = {
  /** His connection: the other side of a call in the house has another one. */
  readonly cid: string;
  readonly type: 'sip';
  readonly state: 'new' | 'connected' | 'ended';
  readonly direction: 'in' | 'out';
  readonly hold: boolean;
  readonly muted: boolean;
  readonly displayName: string;
  readonly creationTime: number;
  readonly answerTime?: number;
  readonly hangupTime?: number;
  /** `sessionId`: the call itself, the same for everybody in it. */
  readonly params: Readonly<Record<string, string>>;
};

type Party = ConnectionView['party'];
const numberOf = (party: Party): string => (party.kind === 'outside' ? party.number : party.deviceId);
const isOf = (party: Party, agentId: string): boolean => party.kind === 'agent' && party.agentId === agentId;

/** What follows from the call, and cannot be set. */
export const fixedParams: ReadonlySet<string> = new Set(['sessionId', 'caller', 'called']);

export const connectionOf = (call: CallView, agentId: string): ConnectionView | undefined =>
  call.connections.find(({ party }) => isOf(party, agentId));

/**
 * @param own his connection in it.
 * @param before what was shown of it: what a call began with stays.
 */
export function statusOf(call: CallView, own: ConnectionView, before: CallStatus | undefined): CallStatus {
  const answeredAt = answeredAtOf(call, own);
  const answerTime = before?.answerTime ?? (answeredAt === null ? undefined : secondsOf(answeredAt));
  const direction = before?.direction ?? directionOf(call, own);
  return {
    cid: own.connectionId,
    type: 'sip',
    state: answerTime === undefined ? 'new' : 'connected',
    direction,
    hold: own.state === 'hold',
    muted: own.muted,
    displayName: displayNameOf(call, own, direction),
    creationTime: before?.creationTime ?? secondsOf(own.alertingAt ?? own.connectedAt ?? own.since),
    ...(answerTime !== undefined && { answerTime }),
    params: { ...call.data, sessionId: call.callId, caller: numberOf(call.from), called: call.dialled },
  };
}

/** Since when he has had somebody to talk to, be it a menu; null: not yet. */
function answeredAtOf(call: CallView, own: ConnectionView): number | null {
  if (own.connectedAt === null) return null;
  if (call.ivrId !== null || own.purpose === 'check') return own.connectedAt;
  const others = call.connections.flatMap((one) => (one === own || one.connectedAt === null ? [] : [one.connectedAt]));
  return others.length === 0 ? null : Math.max(own.connectedAt, Math.min(...others));
}

/** A call that came back to who had made it comes in. */
function directionOf({ from }: CallView, { party, purpose, queueId }: ConnectionView): 'in' | 'out' {
  const isCaller = party.kind === 'agent' && isOf(from, party.agentId);
  return isCaller && queueId === null && (purpose === 'call' || purpose === 'check') ? 'out' : 'in';
}

function displayNameOf({ from, dialled, connections, consultation }: CallView, own: ConnectionView, direction: string) {
  const others = connections.filter((one) => one !== own);
  const other = others.find(({ connectionId }) => connectionId !== consultation?.consulted) ?? others[0];
  const party = other?.party ?? (direction === 'in' ? from : null);
  return party === null ? dialled : party.name || numberOf(party);
}

/** What became another value, with '' for what is gone. */
export function changedParams(before: CallStatus, now: CallStatus): Fields {
  const names = new Set([...Object.keys(before.params), ...Object.keys(now.params)]);
  const changed = [...names].filter((name) => before.params[name] !== now.params[name]);
  return Object.fromEntries(changed.map((name) => [name, now.params[name] ?? '']));
}

/** @returns whether anything but the params is another than before. */
export function isChanged({ params: _old, ...before }: CallStatus, { params: _new, ...now }: CallStatus): boolean {
  const names = Object.keys({ ...before, ...now }) as (keyof typeof now)[];
  return names.some((name) => before[name] !== now[name]);
}
