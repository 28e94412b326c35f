// Methods of consultation, three-way and consultation transfer (ECMA-269 §17.1).
import { z } from 'zod';
import { callId, target } from '../fields.ts';
import type { MethodTable } from '../method.ts';

const nothing = z.strictObject({});
const oneCall = z.strictObject({ callId });

export const consultationMethods = {
  'call.consult': {
    does: 'Asks a colleague or an outside number while the other side hears music.',
    params: z.strictObject({ callId, to: target }), result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.offered', 'call.consulted', 'call.retrieved'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'targetNotSignedIn', 'targetWithoutDevice', 'targetUnregistered', 'targetBusy', 'targetIsSelf', 'unknownAgent', 'unknownDevice', 'unknownQueue', 'unknownIvr', 'unknownIvrProfile', 'deviceUnregistered', 'numberInvalid', 'numberNotAllowed', 'invalidParameter', 'limitReached'],
    service: 'Consultation Call',
  },
  'call.invite': {
    does: 'Calls a third party into the conversation; all go on talking while it rings.',
    params: z.strictObject({ callId, to: target }), result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.offered', 'call.consulted', 'call.retrieved'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'targetNotSignedIn', 'targetWithoutDevice', 'targetUnregistered', 'targetBusy', 'targetIsSelf', 'unknownAgent', 'unknownDevice', 'unknownQueue', 'unknownIvr', 'unknownIvrProfile', 'deviceUnregistered', 'numberInvalid', 'numberNotAllowed', 'invalidParameter', 'limitReached'],
    service: 'Single Step Conference Call',
  },
  'call.alternate': {
    does: 'Goes over from the one who is asked to the one who waits, or back.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.alternated', 'call.retrieved'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Alternate Call',
  },
  'call.conference': {
    does: 'Brings everybody in the consultation together; one who still rings joins when he answers.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.conferenced', 'call.retrieved'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Conference Call',
  },
  'call.completeTransfer': {
    does: 'Leaves the call to the other two, also while the one asked still rings.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.transferred', 'call.retrieved', 'agent.workingAfterCall', 'agent.ready', 'agent.notReady'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Transfer Call',
  },
  'call.endConsultation': {
    does: 'Lets the third party go; the agent is back with the other side.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.connectionCleared', 'call.retrieved'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Reconnect Call',
  },
} as const satisfies MethodTable;
