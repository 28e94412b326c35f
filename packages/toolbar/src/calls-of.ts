// The agent's calls as the bar shows them, out of the server's views.
import type { CallView, ConnectionView, QueueView } from '@cordboard/client';
import type { CallPhase, MyCall } from './bar-state.ts';

type Party = ConnectionView['party'];

function numberOf(party: Party): string {
  return party.kind === 'outside' ? party.number : party.deviceId;
}

/** An agent who was called rings; one who calls is dialling, also while his own phone is being called for him. */
function phaseOf(call: CallView, own: ConnectionView): CallPhase | null {
  const calling = isCaller(call, own);
  if (own.state === 'alerting') return calling ? 'dialling' : 'ringing';
  if (own.state === 'initiated') return 'dialling';
  if (own.state === 'hold') return 'held';
  if (own.state !== 'connected') return null;
  const answered = call.connections.some(
    (other) => other !== own && (other.state === 'connected' || other.state === 'hold'),
  );
  return calling && !answered && call.queue === null && call.ivrId === null ? 'dialling' : 'talking';
}

export function isCaller(call: CallView, own: ConnectionView): boolean {
  return call.from.kind === 'agent' && own.party.kind === 'agent' && call.from.agentId === own.party.agentId;
}

/** @returns the connection of this agent in the call, null when he is no longer in it */
export function ownConnection(call: CallView, agentId: string): ConnectionView | null {
  return (
    call.connections.find(
      ({ party, state }) => party.kind === 'agent' && party.agentId === agentId && state !== 'null',
    ) ?? null
  );
}

/** Who is asked stands beside the call, not in the place of the customer. */
function partyOf(call: CallView, own: ConnectionView): MyCall['party'] {
  const { consultation } = call;
  const asked = consultation?.by === own.connectionId ? consultation.consulted : null;
  const others = call.connections.filter(
    (other) => other !== own && other.state !== 'null' && other.connectionId !== asked,
  );
  const other = others.find(({ state }) => state === 'connected' || state === 'hold') ?? others[0];
  const party = other?.party ?? (isCaller(call, own) ? null : call.from);
  if (!party) return { name: '', number: call.dialled };
  const number = numberOf(party);
  return { name: party.name === number ? '' : party.name, number };
}

/** Since the later of the two has answered. */
function talkingSince(call: CallView, own: ConnectionView): number {
  const answers = call.connections.filter(({ state }) => state !== 'null').map((one) => one.connectedAt ?? 0);
  return Math.max(own.connectedAt ?? own.since, ...answers);
}

export function myCalls(
  calls: readonly CallView[],
  queues: readonly QueueView[],
  agentId: string,
  sentDigits: ReadonlyMap<string, string>,
): readonly MyCall[] {
  return calls.flatMap((call) => {
    const own = ownConnection(call, agentId);
    const phase = own ? phaseOf(call, own) : null;
    return own && phase ? [myCall(call, own, phase, queues, sentDigits.get(call.callId) ?? '')] : [];
  });
}

const areaOf = ({ attribution }: CallView): MyCall['area'] =>
  attribution === null || attribution.areaName.en === '' ? null : attribution.areaName;

/** His name while he is in the call; one who has sent it on and left is known by his id. */
function askerOf({ connections }: CallView, agentId: string | null): string | null {
  const party = connections.find(({ party: who }) => who.kind === 'agent' && who.agentId === agentId)?.party;
  return party?.name ?? agentId;
}

/** Told to the one who asked: whom, and how far it has come. */
function consultationOf({ connections, consultation }: CallView, own: ConnectionView): MyCall['consultation'] {
  if (consultation === null || consultation.by !== own.connectionId) return null;
  const asked = connections.find(({ connectionId }) => connectionId === consultation.consulted);
  if (asked === undefined) return null;
  return { name: asked.party.name || numberOf(asked.party), state: consultation.state };
}

function myCall(
  call: CallView,
  own: ConnectionView,
  phase: CallPhase,
  queues: readonly QueueView[],
  sentDigits: string,
): MyCall {
  const queueId = own.queueId ?? call.queue?.queueId ?? null;
  const queueName = call.queue?.name ?? queues.find((queue) => queue.queueId === queueId)?.name ?? queueId;
  return {
    callId: call.callId,
    kind: call.kind,
    phase,
    party: partyOf(call, own),
    dialled: call.dialled,
    queueName,
    purpose: own.purpose,
    askedBy: askerOf(call, own.askedBy),
    area: areaOf(call),
    consultation: consultationOf(call, own),
    data: call.data,
    createdAt: call.createdAt,
    waitingSince: call.queue?.enteredAt ?? (call.kind === 'inbound' ? call.createdAt : null),
    ringingSince: own.alertingAt,
    connectedAt: own.connectedAt,
    phaseSince: phase === 'talking' ? talkingSince(call, own) : own.since,
    muted: own.muted,
    heldByOther: call.connections.some((other) => other !== own && other.state === 'hold'),
    recorded: call.recordingId !== null,
    recordingPaused: call.recordingPaused,
    outOfReach: call.outOfReach,
    soundHere: true,
    allowed: own.allowed,
    sentDigits,
  };
}
