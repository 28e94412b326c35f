// What becomes of an agent when a call has let him go: wrap-up, back to where he was, left alone for a while, or signed out.
import type { Decision, FollowUp } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import type { ClearCause } from '../input.ts';
import { minimumBackOffMs } from '../limits.ts';
import { backOffTimer, wrapUpTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { contextOf, loggedOff, reasonAfter } from './agent.decide.ts';
import { agentMachine } from './agent.table.ts';

/** Not his doing: the caller gave up, somebody else was quicker, or the switch went away. */
const blameless: ReadonlySet<ClearCause> = new Set([
  'normal',
  'cancelled',
  'transferred',
  'switchLost',
  'queueOverflow',
]);

export function agentFreed(world: World, input: Extract<FollowUp, { type: 'agentFreed' }>, decision: Decision): void {
  const agent = world.agents.get(input.agentId);
  if (agent === undefined || agent.state !== 'busy' || agent.callIds.length > 0) return;
  const { at, agentId, callId, connection, cause } = input;
  const queue = connection.queueId === null ? undefined : world.directory.queues.get(connection.queueId);
  const talked = connection.connectedAt !== null;
  const missed = !talked && connection.direction === 'out' && connection.queueId !== null && !blameless.has(cause);
  const limit = queue?.noAnswerLimit ?? null;
  const missedTooOften = missed && limit !== null && agent.missedInARow >= limit;
  const wrapUpMs = talked && queue !== undefined ? queue.wrapUpMs : 0;
  const row = agentMachine.find('busy', 'callEnded', contextOf(world, agent, { wrapUpMs, missedTooOften }));
  const emits = row?.[4] ?? '-';
  if (emits === 'agent.loggedOff') return loggedOff(agent, agent.pending?.reason ?? '', at, decision);
  if (emits === 'agent.workingAfterCall') {
    decision.events.push({ at, type: emits, agentId, callId, untilMs: at + wrapUpMs });
    decision.effects.push({ effect: 'startTimer', timerId: wrapUpTimer(agentId), afterMs: wrapUpMs });
  } else if (emits === 'agent.notReady') {
    const reason = missedTooOften ? 'noAnswer' : reasonAfter(agent);
    decision.events.push({ at, type: emits, agentId, reason });
  } else if (emits === 'agent.ready') {
    if (missed) backOff(agentId, queue?.noAnswerBackoffMs ?? 0, at, decision);
    decision.events.push({ at, type: emits, agentId });
  }
}

/** He is left alone for a while, and offered nothing, although he is ready. */
function backOff(agentId: AgentId, askedMs: Ms, at: Ms, decision: Decision): void {
  const backOffMs = Math.max(minimumBackOffMs, askedMs);
  decision.events.push({ at, type: 'agent.backedOff', agentId, untilMs: at + backOffMs });
  decision.effects.push({ effect: 'startTimer', timerId: backOffTimer(agentId), afterMs: backOffMs });
}

/** @returns whether a call that rang counts as missed by its agent. */
export const isMissed = (cause: ClearCause): boolean => !blameless.has(cause);
