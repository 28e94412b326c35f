// What somebody may do now: the same rows that decide, looked up for every method; what buttons are enabled is this.
import { contextOf } from '../agents/agent.decide.ts';
import type { AgentInput } from '../agents/agent.table.ts';
import { agentMachine } from '../agents/agent.table.ts';
import { rowFor } from '../calls/connection.decide.ts';
import type { ConnectionInput } from '../calls/connection.table.ts';
import { connectionOfAgent, isOffer } from '../calls/parties.ts';
import type { Method } from '../command.ts';
import type { AgentId, CallId } from '../ids.ts';
import { mayTransfer } from '../transfer/transfer.decide.ts';
import type { World } from '../world.ts';

const stateMethods: readonly (readonly [Method, AgentInput])[] = [
  ['agent.signIn',       'signIn'],
  ['agent.signOut',      'signOut'],
  ['agent.setReady',     'setReady'],
  ['agent.setNotReady',  'setNotReady'],
  ['agent.finishWrapUp', 'finishWrapUp'],
  ['call.make',          'makeCall'],
];

const callMethods: readonly (readonly [Method, ConnectionInput])[] = [
  ['call.answer',     'answer'],
  ['call.reject',     'reject'],
  ['call.hangUp',     'clear'],
  ['call.hold',       'hold'],
  ['call.retrieve',   'retrieve'],
  ['call.mute',       'mute'],
  ['call.unmute',     'unmute'],
  ['call.sendDigits', 'sendDigits'],
  ['call.transfer',   'transfer'],
];

/**
 * The methods that reasons of state do not forbid.
 *
 * @param callId one of his calls; null: his own state.
 */
export function allowedMethods(world: World, agentId: AgentId, callId: CallId | null): readonly Method[] {
  return callId === null ? allowedOnState(world, agentId) : allowedOnCall(world, agentId, callId);
}

function allowedOnState(world: World, agentId: AgentId): Method[] {
  const agent = world.agents.get(agentId);
  if (agent === undefined) return [];
  const context = contextOf(world, agent);
  const methods: Method[] = [];
  for (const [method, input] of stateMethods) {
    if (agentMachine.find(agent.state, input, context) !== null) methods.push(method);
  }
  return methods;
}

function allowedOnCall(world: World, agentId: AgentId, callId: CallId): Method[] {
  const call = world.calls.get(callId);
  const connection = call === undefined ? undefined : connectionOfAgent(call, agentId);
  if (call === undefined || connection === undefined) return [];
  const found = { call, connection };
  const methods: Method[] = ['call.setData'];
  for (const [method, input] of callMethods) {
    if (rowFor(found, input) === null) continue;
    if (method === 'call.transfer' && !mayTransfer(found)) continue;
    if (method === 'call.sendDigits' && !call.connections.some((other) => hears(other, connection.id))) continue;
    methods.push(method);
  }
  return methods;
}

const hears = (other: Parameters<typeof isOffer>[0], own: string): boolean =>
  other.id !== own && (!isOffer(other) || other.earlyMedia);
