// The numbers of the tenant's day (seed 003 `DoGetReportStatisInfo`, `DoGetQueueStatis`).
import { z } from 'zod';
import { agentId, clearCause, callId, groupId, make, personName, queueId } from '../fields.ts';
import type { MethodTable } from '../method.ts';
import { queueStatistics } from '../views/queue.view.ts';

const since = make.instant('When the day began that is counted');

const sums = {
  callsAnswered: make.count('Calls answered.'),
  callsMissed: make.count('Calls missed.'),
  callsMade: make.count('Calls made.'),
  talkMs: make.duration('Time in calls that are over'),
  stateMs: z
    .strictObject({
      null: make.duration('Not signed in'),
      notReady: make.duration('Not ready'),
      ready: make.duration('Ready'),
      busy: make.duration('Busy'),
      workingAfterCall: make.duration('Working after a call'),
    })
    .meta({ description: 'Time in each state, the present one counted up to now.' }),
};

const heads = z
  .strictObject({
    offline: make.count('Not signed in.'),
    away: make.count('On an approved leave.'),
    notReady: make.count('Not ready, and not on leave.'),
    ready: make.count('Ready.'),
    ringing: make.count('Being rung.'),
    talking: make.count('Talking.'),
    hold: make.count('Holding a call.'),
    muted: make.count('In a call, and muted.'),
    calling: make.count('Making a call that nobody has answered yet.'),
    workingAfterCall: make.count('Working after a call.'),
    online: make.count('All but those who are offline.'),
    withoutDevice: make.count('Of these, without a telephone.'),
    reasons: z.record(z.string(), z.number().int()).meta({ description: 'Of those who are not ready, how many for which reason.' }),
  })
  .meta({ id: 'Heads', description: 'How many agents are in which state now; each counts once before `online`.' });

const missedCall = z
  .strictObject({
    at: make.instant('When it was missed'),
    callId,
    queueId: queueId.nullable(),
    number: z.string().meta({ description: 'Who called.' }),
    name: personName,
    cause: clearCause,
  })
  .meta({ id: 'MissedCall', description: 'A call that an agent did not take.' });

const queueNumbers = z
  .strictObject({
    queueId,
    name: personName,
    agentIds: z.array(agentId).readonly().meta({ description: 'Who serves it.' }),
    since,
    waiting: make.count('Calls that wait.'),
    ringing: make.count('Calls that ring at somebody.'),
    oldestEnteredAt: make.instant('When the call that is served next began to wait').nullable(),
    statistics: queueStatistics.nullable(),
    agents: heads,
  })
  .meta({ id: 'QueueNumbers', description: 'The day of a queue, and what its members are at.' });

export const statisticsMethods = {
  'agent.missedCalls': {
    does: 'The calls that one missed lately, newest first: the last 50 at most; those of others as far as the role reaches.',
    params: z.strictObject({ agentId: agentId.exactOptional() }),
    result: z.strictObject({ missedCalls: z.array(missedCall).readonly() }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownAgent', 'notPermitted'], service: null,
  },
  'statistics.agent': {
    does: 'The day of an agent: one\'s own, and that of others as far as the role reaches.',
    params: z.strictObject({ agentId: agentId.exactOptional() }),
    result: z.strictObject({ agentId, since, signedInAt: make.instant('Sign-in').nullable(), lastCallEndedAt: make.instant('End of the last call').nullable(), ...sums }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownAgent', 'notPermitted'], service: null,
  },
  'statistics.queue': {
    does: 'The day of a queue, and its members\' states now: for its members and for who may watch it.',
    params: z.strictObject({ queueId }),
    result: queueNumbers,
    by: 'agent', answeredBy: 'core', causes: [], refusals: ['unknownQueue', 'notPermitted'], service: null,
  },
  'statistics.queues': {
    does: 'The same of every queue that one may see.',
    params: z.strictObject({}),
    result: z.strictObject({
      oldestEnteredAt: make.instant('When the call that has waited longest in any of them began to wait').nullable(),
      queues: z.array(queueNumbers).readonly(),
    }),
    by: 'agent', answeredBy: 'core', causes: [], refusals: [], service: null,
  },
  'statistics.group': {
    does: 'The day of a group of agents, all of them together, and their states now.',
    params: z.strictObject({ groupId }),
    result: z.strictObject({ groupId, since, ...sums, agents: heads }),
    by: 'supervisor', answeredBy: 'core', causes: [], refusals: ['unknownGroup', 'notPermitted'], service: null,
  },
  'statistics.day': {
    does: 'The day of the tenant: its calls, in and out.',
    params: z.strictObject({}),
    result: z.strictObject({
      since,
      callsIn: make.count('Calls that came in.'),
      callsInAnswered: make.count('Of these, over by now, those that a queue put through to an agent.'),
      callsOut: make.count('Calls made to the outside.'),
      callsOutAnswered: make.count('Of these, over by now, those that were answered.'),
      enteredQueue: make.count('Entered a queue straight away, or from a menu.'),
      enteredQueueOnward: make.count('Entered a queue because an agent or another queue sent them there.'),
      abandoned: make.count('Gave up in a queue.'),
    }),
    by: 'supervisor', answeredBy: 'core', causes: [], refusals: ['notPermitted'], service: null,
  },
} as const satisfies MethodTable;
