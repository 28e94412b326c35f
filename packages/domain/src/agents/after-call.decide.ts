// What becomes of an agent when a call has let him go: wrap-up, back to where he was, left alone for a while, or signed out.
import type { Decision, FollowUp } from '../decision.ts';
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
  switch (row?.[4]) {
    case 'agent.loggedOff':
      return loggedOff(agent, agent.pending?.reason ?? '', at, decision);
    case 'agent.workingAfterCall':
      decision.events.push({ at, type: 'agent.workingAfterCall', agentId, callId, untilMs: at + wrapUpMs });
      decision.effects.push({ effect: 'startTimer', timerId: wrapUpTimer(agentId), afterMs: wrapUpMs });
      return;
    case 'agent.ready':
      if (missed) {
        const backOffMs = Math.max(minimumBackOffMs, queue?.noAnswerBackoffMs ?? 0);
        decision.events.push({ at, type: 'agent.backedOff', agentId, untilMs: at + backOffMs });
        decision.effects.push({ effect: 'startTimer', timerId: backOffTimer(agentId), afterMs: backOffMs });
      }
      decision.events.push({ at, type: 'agent.ready', agentId });
      return;
    case 'agent.notReady':
      decision.events.push({
        at,
        type: 'agent.notReady',
        agentId,
        reason: missedTooOften ? 'noAnswer' : reasonAfter(agent),
      });
      return;
    default:
      return;
  }
}

/** @returns whether a call that rang counts as missed by its agent. */
export const isMissed = (cause: ClearCause): boolean => !blameless.has(cause);
