// How many agents are in which state now (seed 003 `Queue_Statis_Struct`).
import type { Agent } from '../agents/agent.ts';
import type { World } from '../world.ts';

/** Each agent counts once, in the most telling of these; `withoutDevice` and `online` count some of them again. */
export type Heads = {
  readonly offline: number;
  readonly away: number;
  readonly notReady: number;
  readonly ready: number;
  readonly ringing: number;
  readonly talking: number;
  readonly hold: number;
  readonly muted: number;
  /** Making a call that nobody has answered yet. */
  readonly calling: number;
  readonly workingAfterCall: number;
  readonly online: number;
  /** Signed in without a telephone. */
  readonly withoutDevice: number;
  /** Of those who are not ready: how many for which reason. */
  readonly reasons: Readonly<Record<string, number>>;
};

/** What an agent does in his calls; `none` while he is in none. */
export type Activity = 'none' | 'ringing' | 'calling' | 'talking' | 'hold' | 'muted';

export const activityOf = (world: World, agent: Agent): Activity =>
  agent.state === 'busy' ? placeInCalls(world, agent) : 'none';

export function headsOf(world: World, agents: readonly Agent[]): Heads {
  const heads = {
    offline: 0,
    away: 0,
    notReady: 0,
    ready: 0,
    ringing: 0,
    talking: 0,
    hold: 0,
    muted: 0,
    calling: 0,
    workingAfterCall: 0,
    online: 0,
    withoutDevice: 0,
    reasons: {} as Record<string, number>,
  };
  for (const agent of agents) {
    const place = placeOf(world, agent);
    heads[place] += 1;
    if (place === 'notReady') heads.reasons[agent.reason] = (heads.reasons[agent.reason] ?? 0) + 1;
    if (agent.state === 'null') continue;
    heads.online += 1;
    if (agent.deviceId === null) heads.withoutDevice += 1;
  }
  return heads;
}

type Place = Exclude<keyof Heads, 'reasons' | 'online' | 'withoutDevice'>;

function placeOf(world: World, agent: Agent): Place {
  if (agent.state === 'null') return 'offline';
  if (agent.state === 'notReady') return world.leaves.get(agent.id)?.state === 'away' ? 'away' : 'notReady';
  return agent.state === 'busy' ? placeInCalls(world, agent) : agent.state;
}

/** Of several calls, the one that is not on hold counts. */
function placeInCalls(world: World, agent: Agent): Exclude<Activity, 'none'> {
  let place: Exclude<Activity, 'none'> = 'calling';
  for (const callId of agent.callIds) {
    const call = world.calls.get(callId);
    const own = call?.connections.find(({ party }) => party.kind === 'agent' && party.agentId === agent.id);
    if (call === undefined) continue;
    const supervisor = call.supervisors.find(({ agentId }) => agentId === agent.id);
    if (supervisor !== undefined) return supervisor.connectedAt === null ? 'ringing' : 'talking';
    if (own === undefined) continue;
    if (own.state === 'hold') place = 'hold';
    else if (own.connectedAt === null) return own.id === call.caller ? 'calling' : 'ringing';
    else if (call.history.answeredAt === null) return 'calling';
    else return own.muted ? 'muted' : 'talking';
  }
  return place;
}
