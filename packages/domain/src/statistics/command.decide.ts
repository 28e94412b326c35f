// The numbers of the day, each for whom it concerns and for who may watch.
import { timeInState } from '../agents/agent.evolve.ts';
import type { Agent, AgentState } from '../agents/agent.ts';
import type { Command } from '../command.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, Ms, QueueId } from '../ids.ts';
import { listRows } from '../limits.ts';
import { maySeeQueue } from '../permissions/list.decide.ts';
import { reaches, reachesGroup } from '../permissions/reach.ts';
import type { World } from '../world.ts';
import { headsOf } from './heads.ts';

export type StatisticsCommand = Extract<Command, { method: `statistics.${string}` | 'agent.missedCalls' }>;

export function statisticsCommand(
  world: World,
  asker: Agent,
  asked: StatisticsCommand,
  at: Ms,
  decision: Decision,
): void {
  switch (asked.method) {
    case 'agent.missedCalls':
    case 'statistics.agent': {
      const agent = world.agents.get(asked.params.agentId ?? asker.id);
      if (agent === undefined) return refuse(decision, 'unknownAgent', 'agentId');
      if (agent !== asker && !reaches(world, asker.id, 'watchAgents', agent.id)) {
        return refuse(decision, 'notPermitted', 'agentId');
      }
      const result =
        asked.method === 'statistics.agent' ? ofAgent(world, agent, at) : { missedCalls: agent.missed.toReversed() };
      decision.reply = { result };
      return;
    }
    case 'statistics.queue': {
      const { queueId } = asked.params;
      if (!world.queues.has(queueId)) return refuse(decision, 'unknownQueue', 'queueId');
      if (!maySeeQueue(world, asker.id, queueId)) return refuse(decision, 'notPermitted', 'queueId');
      decision.reply = { result: ofQueue(world, queueId) };
      return;
    }
    case 'statistics.queues': {
      const seen = [...world.queues.keys()].filter((queueId) => maySeeQueue(world, asker.id, queueId));
      const queues = seen.slice(0, listRows).map((queueId) => ofQueue(world, queueId));
      const entered = queues.flatMap(({ oldestEnteredAt }) => oldestEnteredAt ?? []);
      decision.reply = { result: { queues, oldestEnteredAt: entered.length === 0 ? null : Math.min(...entered) } };
      return;
    }
    case 'statistics.group': {
      const { groupId } = asked.params;
      if (!world.directory.groups.has(groupId)) return refuse(decision, 'unknownGroup', 'groupId');
      if (!reachesGroup(world, asker.id, 'watchAgents', groupId)) return refuse(decision, 'notPermitted', 'groupId');
      const members = [...world.agents.values()].filter(
        ({ id }) => world.directory.agents.get(id)?.groupId === groupId,
      );
      decision.reply = {
        result: { groupId, since: world.day.beganAt ?? 0, ...sumOf(members, at), agents: headsOf(world, members) },
      };
      return;
    }
    case 'statistics.day': {
      const { beganAt, ...counts } = world.day;
      decision.reply = { result: { since: beganAt ?? 0, ...counts } };
    }
  }
}

function ofAgent(world: World, agent: Agent, at: Ms) {
  const { signedInAt, lastCallEndedAt } = agent.statistics;
  return { agentId: agent.id, since: world.day.beganAt ?? 0, signedInAt, lastCallEndedAt, ...sumOf([agent], at) };
}

/** The state that lasts is counted up to now. */
function sumOf(agents: readonly Agent[], at: Ms) {
  const stateMs: Record<AgentState, Ms> = { null: 0, notReady: 0, ready: 0, busy: 0, workingAfterCall: 0 };
  let [callsAnswered, callsMissed, callsMade, talkMs] = [0, 0, 0, 0];
  for (const agent of agents) {
    const { statistics } = agent;
    callsAnswered += statistics.callsAnswered;
    callsMissed += statistics.callsMissed;
    callsMade += statistics.callsMade;
    talkMs += statistics.talkMs;
    for (const [state, ms] of Object.entries(statistics.stateMs) as [AgentState, Ms][]) stateMs[state] += ms;
    // Who never came to work has no time of his own to count from.
    if (agent.since > 0) stateMs[agent.state] += timeInState(agent, at);
  }
  return { callsAnswered, callsMissed, callsMade, talkMs, stateMs };
}

function ofQueue(world: World, queueId: QueueId) {
  const queue = world.queues.get(queueId);
  const profile = world.directory.queues.get(queueId);
  const members = (profile?.members ?? []).flatMap(({ agentId }) => agentOf(world, agentId));
  const [first] = queue?.waiting ?? [];
  return {
    queueId,
    name: profile?.name ?? queueId,
    agentIds: (profile?.members ?? []).slice(0, listRows).map(({ agentId }) => agentId),
    since: world.day.beganAt ?? 0,
    waiting: queue?.waiting.length ?? 0,
    ringing: queue?.ringing.length ?? 0,
    oldestEnteredAt: (first === undefined ? null : world.calls.get(first)?.queue?.enteredAt) ?? null,
    statistics: queue?.statistics ?? null,
    agents: headsOf(world, members),
  };
}

const agentOf = (world: World, agentId: AgentId): readonly Agent[] => {
  const agent = world.agents.get(agentId);
  return agent === undefined ? [] : [agent];
};
