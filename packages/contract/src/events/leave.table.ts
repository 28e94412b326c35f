// Events about leaves: told to the agent and to every supervisor online who may decide on them (seed 003 §3.2.6).
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { agentId, groupId, make, maximumAway, reason } from '../fields.ts';

export const leaveEvents = {
  'leave.applied':      { says: 'An agent asks to be away.',              payload: z.strictObject({ agentId, reason, durationMs: make.duration('How long').nullable(), decideByMs: make.instant('To be decided by then') }), carries: ['agent'], csta: null },
  'leave.approved':     { says: 'A supervisor allowed it; it begins now, or after the present call and wrap-up.', payload: z.strictObject({ agentId, by: agentId, beginByMs: make.instant('To be begun by then') }), carries: ['agent'], csta: null },
  'leave.refused':      { says: 'A supervisor said no.',                  payload: z.strictObject({ agentId, by: agentId, reason }), carries: ['agent'], csta: null },
  'leave.cancelled':    { says: 'The agent took it back, or signed out before it began.', payload: z.strictObject({ agentId, why: z.enum(['own', 'signedOut']) }), carries: ['agent'], csta: null },
  'leave.begun':        { says: 'The agent is away.',                     payload: z.strictObject({ agentId, untilMs: make.instant('To be back by then').nullable() }), carries: ['agent'], csta: null },
  'leave.ended':        { says: 'The agent is back, or signed out.',      payload: z.strictObject({ agentId }), carries: ['agent'], csta: null },
  'leave.expired':      { says: 'Nobody decided in time, the approved leave was not begun in time, or the agent is not back in time (and still away).', payload: z.strictObject({ agentId, timeOut: z.enum(['undecided', 'notBegun', 'overstayed']) }), carries: ['agent'], csta: null },
  'leave.limitChanged': { says: 'A supervisor changed how many of a group may be away at once.', payload: z.strictObject({ groupId, maximumAway, by: agentId }), carries: [], csta: null },
} as const satisfies EventTable;
