// Events about calls (ECMA-269 §15 to §18).
import type { CallRecord, EventOf } from '@cordboard/domain';
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { agentId, callData, callId, callKind, clearCause, connectionId, grade, gradingLanguage, make, party, purpose, queueId, target } from '../fields.ts';
import { callRecord } from '../methods/history.table.ts';

const oneConnection = z.strictObject({ callId, connectionId });
const priority = make.count('0 is ordinary; higher is served first.');

const dequeuedWhy = make.described(
  z.enum(['assigned', 'abandoned', 'keyLeft', 'timedOut', 'full', 'overflow', 'transferred']),
  'assigned: answered; abandoned: hung up; keyLeft: left by the exit key; timedOut: waited too long; full: found it full; overflow: could not be served; transferred: sent on.',
  'assigned',
);

export const callEvents = {
  'call.originated':        { says: 'A call began.',                              payload: z.strictObject({ callId, kind: callKind, from: party, dialled: z.string(), connectionId, data: callData, priority, displayNumber: z.string(), to: target.nullable() }), carries: ['call'], csta: 'Originated' },
  'call.offered':           { says: 'A call goes out to a telephone or a number.', payload: z.strictObject({ callId, connectionId, party, queueId: queueId.nullable(), by: connectionId.nullable(), purpose, askedBy: agentId.nullable() }), carries: ['call'], csta: 'Offered' },
  'call.delivered':         { says: 'It rings.',                                  payload: z.strictObject({ callId, connectionId, earlyMedia: z.boolean() }), carries: ['call'], csta: 'Delivered' },
  'call.established':       { says: 'A party answered.',                          payload: oneConnection, carries: ['call'], csta: 'Established' },
  'call.held':              { says: 'A party put the others on hold.',            payload: oneConnection, carries: ['call'], csta: 'Held' },
  'call.retrieved':         { says: 'A party took the others off hold.',          payload: oneConnection, carries: ['call'], csta: 'Retrieved' },
  'call.muted':             { says: 'A party is no longer heard.',                payload: oneConnection, carries: ['call'], csta: 'Microphone Mute' },
  'call.unmuted':           { says: 'A party is heard again.',                    payload: oneConnection, carries: ['call'], csta: 'Microphone Mute' },
  'call.queued':            { says: 'A call began to wait.',                      payload: z.strictObject({ callId, queueId, priority, exclusiveAgentId: agentId.nullable(), exclusiveQueueId: queueId.nullable().exactOptional() }), carries: ['call', 'queue'], csta: 'Queued' },
  'call.dequeued':          { says: 'A call no longer waits.',                    payload: z.strictObject({ callId, queueId, why: dequeuedWhy, to: target.nullable().exactOptional().meta({ description: 'Where it goes from here.' }) }), carries: ['call', 'queue'], csta: null },
  'call.requeued':          { says: 'An agent did not take the call; it waits on, ahead of later ones.', payload: z.strictObject({ callId, queueId, notAgentId: agentId }), carries: ['call', 'queue'], csta: 'Queued' },
  'call.enteredIvr':        { says: 'The caller came to a place in a voice menu.', payload: z.strictObject({ callId, ivrId: z.string(), node: z.string(), attempt: z.number().int() }), carries: ['call'], csta: null },
  'call.leftIvr':           { says: 'The caller left the voice menu.',            payload: z.strictObject({ callId }), carries: ['call'], csta: null },
  'call.digit':             { says: 'A party pressed a key.',                     payload: z.strictObject({ callId, connectionId, digit: z.string() }), carries: ['call'], csta: 'Digits Generated' },
  'call.dataChanged':       { says: 'What is known about the call changed.',      payload: z.strictObject({ callId, data: callData }), carries: ['call'], csta: 'Call Information' },
  'call.diverted':          { says: 'A party is sent on to somewhere else.',      payload: z.strictObject({ callId, connectionId, to: target }), carries: ['call'], csta: 'Diverted' },
  'call.transferred':       { says: 'A party sent the other side to somebody else.', payload: z.strictObject({ callId, connectionId, party, to: target }), carries: ['call'], csta: 'Transferred' },
  'call.consulted':         { says: 'An agent asked a third party into the call: the held side hears music, or (inviting) goes on talking.', payload: z.strictObject({ callId, connectionId, consultedId: connectionId, to: target, state: z.enum(['ringing', 'inviting']) }), carries: ['call'], csta: 'Consultation Call' },
  'call.alternated':        { says: 'The agent went over to the other side of his consultation.', payload: z.strictObject({ callId, connectionId, state: z.enum(['consulting', 'alternated']) }), carries: ['call'], csta: 'Held' },
  'call.conferenced':       { says: 'All in the consultation talk together, or will once the one asked answers.', payload: z.strictObject({ callId, connectionId, state: z.enum(['inviting', 'conference']) }), carries: ['call'], csta: 'Conferenced' },
  'call.takenOver':         { says: 'A supervisor took the place of an agent in the call.', payload: z.strictObject({ callId, connectionId, party, fromAgentId: agentId }), carries: ['call'], csta: 'Conferenced' },
  'call.gradingBegan':      { says: 'An agent left the customer to be asked for a mark.', payload: z.strictObject({ callId, agentId, language: gradingLanguage }), carries: ['call'], csta: null },
  'call.graded':            { says: 'The customer gave the agent a mark; null: none. Told to the agent although he has left the call.', payload: z.strictObject({ callId, agentId, language: gradingLanguage, grade }), carries: ['call'], csta: null },
  'call.recalled':          { says: 'A call sent on was not taken: back to the agent who sent it, or (null) to its queue.', payload: z.strictObject({ callId, agentId: agentId.nullable(), cause: clearCause }), carries: ['call'], csta: 'Diverted' },
  'call.outOfReach':        { says: 'The switch that has the call is away: the call goes on there, is offered to nobody, and cannot be changed until the switch is back.', payload: z.strictObject({ callId }), carries: ['call'], csta: null },
  'call.withinReach':       { says: 'The switch that has the call is back.',      payload: z.strictObject({ callId }), carries: ['call'], csta: null },
  'call.connectionCleared': { says: 'A party left the call.',                     payload: z.strictObject({ callId, connectionId, party, cause: clearCause }), carries: ['call'], csta: 'Connection Cleared' },
  'call.cleared':           { says: 'The call is over.',                          payload: z.strictObject({ callId, cause: clearCause, record: callRecord }), made: { record: ({ record }: EventOf<'call.cleared'>): CallRecord => ({ ...record, grade: record.grade ?? null }) }, carries: [], csta: 'Call Cleared' },
  'call.announced':         { says: 'The caller was told his place in the queue.', payload: z.strictObject({ callId, position: z.number().int(), estimatedWaitMs: make.duration('Estimated wait').nullable() }), carries: ['call'], csta: null },
} as const satisfies EventTable;
