// Consultation, three-way and consultation transfer (ECMA-269 §17.1): an agent asks a third party into his call. One connection of his is enough.
import { agentIdOf, isOffer, partyAtDevice } from '../calls/parties.ts';
import type { Found } from '../calls/connection.decide.ts';
import { dropConnection } from '../calls/clear.decide.ts';
import type { Connection, Party } from '../calls/call.ts';
import { offer } from '../calls/routing.decide.ts';
import type { Command } from '../command.ts';
import type { Target } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { Ms } from '../ids.ts';
import { connectionsPerCall, directRingMs, outsideRingMs } from '../limits.ts';
import { meant, targetRefusal } from '../outbound/target.ts';
import { endSupervisionsOf } from '../supervision/supervision.end.ts';
import { isPresent, mayTransfer } from '../transfer/transfer.decide.ts';
import type { World } from '../world.ts';
import { consultationMachine } from './consultation.table.ts';
import type { ConsultationInput } from './consultation.table.ts';

export type ConsultationCommand = Extract<
  Command,
  {
    method:
      | 'call.consult'
      | 'call.invite'
      | 'call.alternate'
      | 'call.conference'
      | 'call.completeTransfer'
      | 'call.endConsultation';
  }
>;

/** @returns the row that allows it, or null. */
export function consultationRow(found: Found, input: ConsultationInput) {
  const { call, connection } = found;
  return consultationMachine.find(call.consultation?.state ?? 'null', input, {
    twoTalk: call.consultation === null && mayTransfer(found),
    asker: call.consultation?.by === connection.id,
  });
}

export function consultationCommand(
  world: World,
  found: Found,
  command: ConsultationCommand,
  at: Ms,
  decision: Decision,
): void {
  switch (command.method) {
    case 'call.consult':
    case 'call.invite': {
      const input = command.method === 'call.consult' ? 'consult' : 'invite';
      return consult(world, found, input, command.params.to, at, decision);
    }
    case 'call.alternate':
      return goOn(found, 'alternate', at, decision);
    case 'call.conference':
      return goOn(found, 'conference', at, decision);
    case 'call.completeTransfer':
      return completeTransfer(found, at, decision);
    case 'call.endConsultation':
      return endConsultation(found, at, decision);
  }
}

/** Queues and menus cannot be consulted: there is nobody to ask. */
function consult(
  world: World,
  found: Found,
  input: 'consult' | 'invite',
  to: Target,
  at: Ms,
  decision: Decision,
): void {
  const { call, connection } = found;
  const by = agentIdOf(connection);
  if (by === null || consultationRow(found, input) === null) return refuse(decision, 'wrongCallState');
  if (call.connectionCount >= connectionsPerCall) return refuse(decision, 'limitReached');
  const target = meant(world, to);
  const refused = targetRefusal(world, by, to);
  if (refused !== null) return refuse(decision, refused, 'to');
  const party = partyFor(world, target);
  if (party === null) return refuse(decision, 'invalidParameter', 'to');
  if (isPresent(world, found, target)) return refuse(decision, 'targetIsSelf', 'to');
  takeOffHold(found.call.id, connection, at, decision);
  const purpose = input === 'consult' ? 'consultation' : 'conference';
  const asked = { purpose, by, connection, autoAnswer: false } as const;
  const ringMs = party.kind === 'outside' ? outsideRingMs : directRingMs;
  const consultedId = offer(world, call, party, { queueId: null, ringMs, at, asked }, decision);
  decision.events.push({
    at,
    type: 'call.consulted',
    callId: call.id,
    connectionId: connection.id,
    consultedId,
    to: target,
    state: input === 'consult' ? 'ringing' : 'inviting',
  });
}

function partyFor(world: World, target: Target): Party | null {
  switch (target.kind) {
    case 'agent': {
      const deviceId = world.agents.get(target.agentId)?.deviceId ?? null;
      return deviceId === null ? null : partyAtDevice(world, deviceId);
    }
    case 'device':
      return partyAtDevice(world, target.deviceId);
    case 'number':
      return {
        kind: 'outside',
        number: target.number,
        name: world.directory.customers.get(target.number)?.name ?? '',
      };
    case 'queue':
    case 'ivr':
    case 'ivrProfile':
    case 'hangUp':
      return null;
  }
}

function goOn(found: Found, input: 'alternate' | 'conference', at: Ms, decision: Decision): void {
  const { call, connection } = found;
  const row = consultationRow(found, input);
  if (row === null) return refuse(decision, 'wrongCallState');
  takeOffHold(call.id, connection, at, decision);
  const where = { at, callId: call.id, connectionId: connection.id };
  if (row[1] === 'alternate') {
    const state = row[3] === 'alternated' ? 'alternated' : 'consulting';
    decision.events.push({ type: 'call.alternated', state, ...where });
  } else {
    const state = row[3] === 'inviting' ? 'inviting' : 'conference';
    decision.events.push({ type: 'call.conferenced', state, ...where });
  }
}

/** The agent leaves; the other two have each other, at once or as soon as the phone that still rings is answered. */
function completeTransfer(found: Found, at: Ms, decision: Decision): void {
  const { call, connection } = found;
  if (consultationRow(found, 'completeTransfer') === null) return refuse(decision, 'wrongCallState');
  const others = call.connections.filter(({ id }) => id !== connection.id);
  const consulted = others.find(({ id }) => id === call.consultation?.consulted);
  if (consulted === undefined) return refuse(decision, 'wrongCallState');
  const { id: connectionId, party } = connection;
  const callId = call.id;
  decision.events.push({ at, type: 'call.transferred', callId, connectionId, party, to: targetOf(consulted.party) });
  decision.effects.push({ effect: 'clear', connectionId, cause: 'transferred' });
  const agentId = agentIdOf(connection);
  if (agentId !== null) {
    endSupervisionsOf(call, agentId, 'transferred', at, decision);
    decision.next.push({ at, type: 'agentFreed', agentId, callId, connection, cause: 'transferred' });
  }
  for (const other of others) takeOffHold(callId, other, at, decision);
}

function targetOf(party: Party): Target {
  if (party.kind === 'outside') return { kind: 'number', number: party.number };
  if (party.kind === 'device') return { kind: 'device', deviceId: party.deviceId };
  return { kind: 'agent', agentId: party.agentId };
}

/** The consulted party leaves, and the agent is back with the one he held. */
function endConsultation(found: Found, at: Ms, decision: Decision): void {
  const { call, connection } = found;
  if (consultationRow(found, 'endConsultation') === null) return refuse(decision, 'wrongCallState');
  const consulted = call.connections.find(({ id }) => id === call.consultation?.consulted);
  if (consulted === undefined) return refuse(decision, 'wrongCallState');
  takeOffHold(call.id, connection, at, decision);
  dropConnection(call, consulted, { cause: isOffer(consulted) ? 'cancelled' : 'normal', at, wish: true }, decision);
}

function takeOffHold(callId: Found['call']['id'], connection: Connection, at: Ms, decision: Decision): void {
  if (connection.state !== 'hold') return;
  decision.events.push({ at, type: 'call.retrieved', callId, connectionId: connection.id });
}
