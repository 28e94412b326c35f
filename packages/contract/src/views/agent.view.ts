// An agent as a client sees him: the same for everybody, so that it is encoded once.
import type { Agent, AgentId, CallId, Method, World } from '@cordboard/domain';
import { z } from 'zod';
import { agentId, agentState, callId, deviceId, groupId, make, personName, queueId, reason } from '../fields.ts';
import { leaveView, viewLeave } from './leave.view.ts';
import type { Lookups } from './lookups.ts';

/** The domain's look-up of what an agent may do now: on one of his calls, or (null) with his own state. The same rows decide. */
export type Allowed = (world: World, agentId: AgentId, callId: CallId | null) => readonly Method[];

export const allowedMethods = make.described(
  z.array(z.string()).readonly(),
  'Methods that would not be refused for reasons of state: what buttons are enabled.',
  ['agent.setNotReady', 'agent.signOut'],
);

export const agentView = z
  .strictObject({
    agentId,
    name: personName,
    groupId: groupId.nullable(),
    roleId: z.string().nullable(),
    state: agentState,
    reason,
    since: make.instant('When this state began'),
    deviceId: deviceId.nullable(),
    queueIds: z
      .array(queueId)
      .readonly()
      .meta({ description: 'The queues that he serves now; none while he is signed out.' }),
    blocked: z.boolean().meta({ description: 'A supervisor keeps him from work.' }),
    pending: z
      .strictObject({ state: z.enum(['ready', 'notReady', 'null']), reason })
      .nullable()
      .meta({ description: 'The state that comes after the present call or wrap-up.' }),
    returnsTo: z.enum(['ready', 'notReady']).meta({
      description: 'In a call or at work after it: what he is again afterwards, unless `pending` says otherwise.',
    }),
    leave: leaveView.nullable(),
    link: z
      .enum(['up', 'lost', 'none'])
      .meta({ description: 'lost: the last session vanished; nothing is offered until it is back.' }),
    callIds: z.array(callId).readonly(),
    activity: make.described(
      z.enum(['none', 'ringing', 'calling', 'talking', 'hold', 'muted']),
      "What he does in his calls, as of now where one asked, else as of the last event about himself: what happens in a call after that, the call's own events tell.",
      'talking',
    ),
    backedOffUntil: make.instant('Left alone until then after a missed call').nullable(),
    wrapUpUntil: make.instant('Wrap-up ends by itself').nullable(),
    statistics: z
      .strictObject({
        signedInAt: make.instant('Sign-in').nullable(),
        callsAnswered: make.count('Calls answered.'),
        callsMissed: make.count('Calls missed.'),
        missedInARow: make.count('Of these, since the last answered one.'),
        callsMade: make.count('Calls made.'),
        talkMs: make.duration('Time in calls'),
        lastCallEndedAt: make.instant('End of the last call').nullable(),
      })
      .meta({ description: 'Of today, as of the last event about the agent himself.' }),
    allowed: allowedMethods,
  })
  .meta({ id: 'AgentView', description: 'An agent and his state.' });
export type AgentView = z.output<typeof agentView>;

/** A call that he only supervises is not told: whom he listens to would be. */
function isParty(world: World, id: CallId, own: AgentId): boolean {
  const supervisors = world.calls.get(id)?.supervisors;
  return supervisors === undefined || !supervisors.some((supervisor) => supervisor.agentId === own);
}

/** @param agent as the world has him; absent from the world: an agent who never signed in. */
export function viewAgent(world: World, agent: Agent, { allowed, activity, served }: Lookups): AgentView {
  const profile = world.directory.agents.get(agent.id);
  const { signedInAt, callsAnswered, callsMissed, callsMade, talkMs, lastCallEndedAt } = agent.statistics;
  return {
    agentId: agent.id,
    name: profile?.name ?? agent.id,
    groupId: profile?.groupId ?? null,
    roleId: profile?.roleId ?? null,
    state: agent.state,
    reason: agent.reason,
    since: agent.since,
    deviceId: agent.deviceId,
    queueIds: agent.state === 'null' ? [] : served(world, agent.id).map((one) => one.queueId),
    blocked: agent.blocked !== null,
    pending: agent.pending === null ? null : { state: agent.pending.state, reason: agent.pending.reason },
    returnsTo: agent.before,
    leave: viewLeave(world, agent.id),
    link: agent.link,
    callIds: agent.callIds.filter((id) => isParty(world, id, agent.id)),
    activity: activity(world, agent),
    backedOffUntil: agent.backedOffUntilMs,
    wrapUpUntil: agent.wrapUpUntilMs,
    statistics: {
      signedInAt,
      callsAnswered,
      callsMissed,
      missedInARow: agent.missedInARow,
      callsMade,
      talkMs,
      lastCallEndedAt,
    },
    allowed: allowed(world, agent.id, null),
  };
}
