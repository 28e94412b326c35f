// An agent makes a call from his program: his own phone first, then the one he wants.
import type { Agent } from '../agents/agent.ts';
import { connectionIdOf, partyOfAgent } from '../calls/parties.ts';
import type { ParamsOf } from '../command.ts';
import type { Target } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import { dataRefusal } from '../calls/data.ts';
import type { CallId, Ms } from '../ids.ts';
import { callsAtOnce, ownPhoneRingMs } from '../limits.ts';
import { noAnswerTimer, wrapUpTimer } from '../timer-ids.ts';
import type { RefusalName } from '../refusal.ts';
import type { World } from '../world.ts';
import { isOurs } from './number.ts';
import { ownPhoneRefusal } from './own-phone.ts';
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
  const busy = ownPhoneRefusal(world, agent);
  if (busy !== null || deviceId === null) return refuse(decision, busy ?? 'deviceRequired');
  const refused = targetRefusal(world, agent.id, params.to);
  if (refused !== null) return refuse(decision, refused, 'to');
  const displayNumber = params.displayNumber ?? '';
  const hidden = displayRefusal(world, displayNumber, meant(world, params.to));
  if (hidden !== null) return refuse(decision, hidden, 'displayNumber');
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
      ...(params.earlyMedia === false && { withoutEarlyMedia: true as const }),
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

/** @returns why the called party may not be shown this number; '': the tenant's own, which somebody outside cannot do without. */
function displayRefusal(world: World, displayNumber: string, to: Target): RefusalName | null {
  if (displayNumber !== '') return isOurs(world, displayNumber) ? null : 'displayNumberNotAllowed';
  return to.kind === 'number' && world.configuration.tenant.displayNumber === '' ? 'displayNumberRequired' : null;
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
    case 'ivrProfile':
      return target.ivrProfileId;
    case 'number':
      return target.number;
    case 'hangUp':
      return '';
  }
}
