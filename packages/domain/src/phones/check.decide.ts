// A test call: the agent's own telephone rings, and when he answers he hears himself. Nobody else is ever in it.
import type { Agent } from '../agents/agent.ts';
import { connectionIdOf, partyOfAgent } from '../calls/parties.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { CallId, Ms } from '../ids.ts';
import { callsAtOnce, ownPhoneRingMs, phoneCheckMs } from '../limits.ts';
import { ownPhoneRefusal } from '../outbound/own-phone.ts';
import { checkTimer, noAnswerTimer, wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';

export function checkPhone(world: World, agent: Agent, newId: string, at: Ms, decision: Decision): void {
  const { deviceId } = agent;
  const refused = ownPhoneRefusal(world, agent);
  if (refused !== null || deviceId === null) return refuse(decision, refused ?? 'deviceRequired');
  if (world.calls.size >= callsAtOnce) return refuse(decision, 'limitReached');
  const callId = newId as CallId;
  const connectionId = connectionIdOf(callId, 1);
  const from = partyOfAgent(world, agent, deviceId);
  decision.reply = { result: { callId } };
  decision.events.push(
    {
      at,
      type: 'call.originated',
      callId,
      kind: 'internal',
      from,
      dialled: deviceId,
      connectionId,
      direction: 'out',
      to: null,
      data: {},
      priority: 0,
      displayNumber: '',
      purpose: 'check',
    },
    { at, type: 'agent.busy', agentId: agent.id, callId },
  );
  decision.effects.push(
    {
      effect: 'originate',
      callId,
      connectionId,
      to: { kind: 'device', deviceId },
      from: { number: deviceId, name: from.name },
      timeoutMs: ownPhoneRingMs,
      data: {},
    },
    { effect: 'startTimer', timerId: noAnswerTimer(connectionId), afterMs: ownPhoneRingMs },
    { effect: 'startTimer', timerId: checkTimer(callId), afterMs: phoneCheckMs },
    { effect: 'cancelTimer', timerId: wrapUpTimer(agent.id) },
  );
}
