// What an agent asks of a call he is in; answered by the rows of the connection table.
import type { Agent } from '../agents/agent.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { Ms } from '../ids.ts';
import { dataEntries, sentDigits } from '../limits.ts';
import { consultationCommand } from '../consultation/consultation.decide.ts';
import { grade } from '../grading/grading.decide.ts';
import type { World } from '../world.ts';
import { transfer } from '../transfer/transfer.decide.ts';
import { endConnection } from './clear.decide.ts';
import { holdOrRetrieve, rowFor } from './connection.decide.ts';
import type { Found } from './connection.decide.ts';
import { together } from './conversation.ts';
import { dataRefusal, mergedData } from './data.ts';
import { connectionOfAgent, isOffer } from './parties.ts';

export type CallCommand = Exclude<
  Extract<Command, { method: `call.${string}` }>,
  { method: 'call.make' | 'call.detail' }
>;

export function callCommand(world: World, agent: Agent, command: CallCommand, at: Ms, decision: Decision): void {
  const call = world.calls.get(command.params.callId);
  if (call === undefined) return refuse(decision, 'unknownCall', 'callId');
  const connection = connectionOfAgent(call, agent.id);
  if (connection === undefined) return refuse(decision, 'notYourCall', 'callId');
  decision.reply = { result: {} };
  const found: Found = { call, connection };
  const where = { at, callId: call.id, connectionId: connection.id };
  switch (command.method) {
    case 'call.answer':
      if (rowFor(found, 'answer') === null) return refuse(decision, 'wrongCallState');
      decision.effects.push({ effect: 'answer', connectionId: connection.id });
      return;
    case 'call.reject':
      if (rowFor(found, 'reject') === null) return refuse(decision, 'wrongCallState');
      return endConnection(call, connection, { cause: 'rejected', at, wish: true }, decision);
    case 'call.hangUp': {
      const rejects = rowFor(found, 'reject') !== null;
      return endConnection(call, connection, { cause: rejects ? 'rejected' : 'normal', at, wish: true }, decision);
    }
    case 'call.hold':
      if (!holdOrRetrieve(found, 'hold', at, decision)) refuse(decision, 'wrongCallState');
      return;
    case 'call.retrieve':
      if (!holdOrRetrieve(found, 'retrieve', at, decision)) refuse(decision, 'wrongCallState');
      return;
    case 'call.mute':
      if (rowFor(found, 'mute') === null) return refuse(decision, 'wrongCallState');
      decision.events.push({ type: 'call.muted', ...where });
      return;
    case 'call.unmute':
      if (rowFor(found, 'unmute') === null) return refuse(decision, 'wrongCallState');
      decision.events.push({ type: 'call.unmuted', ...where });
      return;
    case 'call.sendDigits':
      return sendDigits(found, command.params.digits, decision);
    case 'call.transfer': {
      const refused = transfer(world, found, command.params.to, at, decision);
      if (refused !== null) refuse(decision, refused, refused === 'wrongCallState' ? undefined : 'to');
      return;
    }
    case 'call.setData': {
      const data = mergedData(call.data, command.params.data);
      if (dataRefusal(command.params.data) !== null) return refuse(decision, 'invalidParameter', 'data');
      if (Object.keys(data).length > dataEntries) return refuse(decision, 'limitReached', 'data');
      decision.events.push({ at, type: 'call.dataChanged', callId: call.id, data });
      return;
    }
    case 'call.grade':
      return grade(world, found, agent.id, command.params.language, at, decision);
    case 'call.consult':
    case 'call.invite':
    case 'call.alternate':
    case 'call.conference':
    case 'call.completeTransfer':
    case 'call.endConsultation':
      consultationCommand(world, found, command, at, decision);
  }
}

/** To everybody he talks with: a menu at the far end, as a rule. */
function sendDigits(found: Found, digits: string, decision: Decision): void {
  const { call, connection } = found;
  if (!/^[0-9*#A-D]+$/.test(digits) || digits.length > sentDigits) {
    return refuse(decision, 'invalidParameter', 'digits');
  }
  const others = together(call, connection).filter((other) => !isOffer(other) || other.earlyMedia);
  if (rowFor(found, 'sendDigits') === null || others.length === 0) return refuse(decision, 'wrongCallState');
  for (const other of others) decision.effects.push({ effect: 'sendDigits', connectionId: other.id, digits });
}
