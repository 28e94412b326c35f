// An agent makes a call from his program: his own phone first, then the one he wants.
import { contextOf } from '../agents/agent.decide.ts';
import type { Agent } from '../agents/agent.ts';
import { agentMachine } from '../agents/agent.table.ts';
import { connectionIdOf, partyOfAgent } from '../calls/parties.ts';
import type { ParamsOf } from '../command.ts';
import type { Target } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import { dataRefusal } from '../calls/data.ts';
import type { CallId, Ms } from '../ids.ts';
import { callsAtOnce, ownPhoneRingMs } from '../limits.ts';
import { noAnswerTimer, wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { isNumber, isOurs } from './number.ts';
import { meant, targetRefusal } from './target.ts';

export function makeCall(
  world: World,
  agent: Agent,
  params: ParamsOf<'call.make'>,
  newId: string,
  at: Ms,
  decision: Decision,
): void {
  const { deviceId } = agent;
  if (deviceId === null) return refuse(decision, 'deviceRequired');
  if (agentMachine.find(agent.state, 'makeCall', contextOf(world, agent)) === null) {
    return refuse(decision, agent.state === 'busy' ? 'busyWithCall' : 'wrongAgentState');
  }
  if (world.devices.get(deviceId)?.registered !== true) return refuse(decision, 'deviceUnregistered');
  const refused = targetRefusal(world, agent.id, params.to);
  if (refused !== null) return refuse(decision, refused, 'to');
  const displayNumber = params.displayNumber ?? '';
  if (displayNumber !== '' && !isNumber(displayNumber)) return refuse(decision, 'invalidParameter', 'displayNumber');
  if (displayNumber !== '' && !isOurs(world, displayNumber))
    return refuse(decision, 'numberNotAllowed', 'displayNumber');
  const data = params.data ?? {};
  if (dataRefusal(data) !== null) return refuse(decision, 'invalidParameter', 'data');
  if (world.calls.size >= callsAtOnce) return refuse(decision, 'limitReached');
  const callId = newId as CallId;
  const connectionId = connectionIdOf(callId, 1);
  const to = meant(world, params.to);
  const dialled = dialledFor(to);
  const from = partyOfAgent(world, agent, deviceId);
  const kind = to.kind === 'number' ? 'outbound' : 'internal';
  decision.reply = { result: { callId } };
  decision.events.push(
    {
      at,
      type: 'call.originated',
      callId,
      kind,
      from,
      dialled,
      connectionId,
      direction: 'out',
      to,
      data,
      priority: 0,
      displayNumber,
    },
    { at, type: 'agent.busy', agentId: agent.id, callId },
  );
  decision.effects.push(
    {
      effect: 'originate',
      callId,
      connectionId,
      to: { kind: 'device', deviceId },
      from: { number: dialled, name: '' },
      timeoutMs: ownPhoneRingMs,
      data,
      autoAnswer: true,
    },
    { effect: 'startTimer', timerId: noAnswerTimer(connectionId), afterMs: ownPhoneRingMs },
    { effect: 'cancelTimer', timerId: wrapUpTimer(agent.id) },
  );
}

/** What to write into the record, and onto the agent's phone, as the called number. */
function dialledFor(target: Target): string {
  switch (target.kind) {
    case 'agent':
      return target.agentId;
    case 'device':
      return target.deviceId;
    case 'queue':
      return target.queueId;
    case 'ivr':
      return target.ivrId;
    case 'number':
      return target.number;
    case 'hangUp':
      return '';
  }
}
