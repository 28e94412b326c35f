// Methods of call control (ECMA-269 §17, §18, §19).
import { z } from 'zod';
import { callData, callId, digits, gradingLanguage, make, number, target } from '../fields.ts';
import type { MethodTable } from '../method.ts';

const nothing = z.strictObject({});
const oneCall = z.strictObject({ callId });

export const callMethods = {
  'call.make': {
    does: 'Calls somebody from the agent\'s telephone.',
    params: z.strictObject({ to: target, displayNumber: number.exactOptional(), data: callData.exactOptional(), earlyMedia: make.described(z.boolean(), 'Whether the agent hears what the far end plays before it answers; left out: yes.', true).exactOptional() }),
    result: z.strictObject({ callId }), by: 'agent', answeredBy: 'core', causes: ['call.originated', 'call.offered', 'agent.busy'],
    refusals: ['notSignedIn', 'busyWithCall', 'wrongAgentState', 'deviceRequired', 'deviceUnregistered', 'targetNotSignedIn', 'targetWithoutDevice', 'targetUnregistered', 'targetBusy', 'targetIsSelf', 'unknownAgent', 'unknownDevice', 'unknownQueue', 'unknownIvr', 'unknownIvrProfile', 'numberInvalid', 'numberNotAllowed', 'displayNumberNotAllowed', 'displayNumberRequired', 'trunksBusy', 'limitReached', 'invalidParameter'],
    service: 'Make Call',
  },
  'call.answer': {
    does: 'Answers a call that rings at the agent\'s telephone, where the telephone lets itself be told.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.established'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'answerAtPhone'], service: 'Answer Call',
  },
  'call.reject': {
    does: 'Refuses a call that rings; a queue offers it to somebody else.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.connectionCleared', 'agent.missedCall', 'call.requeued'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Clear Connection',
  },
  'call.hangUp': {
    does: 'Leaves the call; a call of two ends.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.connectionCleared', 'call.cleared', 'agent.workingAfterCall', 'agent.ready', 'agent.notReady'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Clear Connection',
  },
  'call.hold': {
    does: 'Puts the other side on hold; he hears music.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.held'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Hold Call',
  },
  'call.retrieve': {
    does: 'Takes the other side off hold.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.retrieved'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Retrieve Call',
  },
  'call.mute': {
    does: 'The others no longer hear the agent.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.muted'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Set Microphone Mute',
  },
  'call.unmute': {
    does: 'The others hear the agent again.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.unmuted'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState'], service: 'Set Microphone Mute',
  },
  'call.sendDigits': {
    does: 'Sends keys to the other side (RFC 4733).',
    params: z.strictObject({ callId, digits }), result: nothing, by: 'agent', answeredBy: 'core', causes: [],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'invalidParameter'], service: 'Generate Digits',
  },
  'call.transfer': {
    does: 'Sends the other side to somebody else without asking first; the agent is out of the call.',
    params: z.strictObject({ callId, to: target }), result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.transferred', 'call.connectionCleared', 'call.offered', 'call.queued'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'targetNotSignedIn', 'targetWithoutDevice', 'targetUnregistered', 'targetBusy', 'targetIsSelf', 'unknownAgent', 'unknownDevice', 'unknownQueue', 'unknownIvr', 'unknownIvrProfile', 'numberInvalid', 'numberNotAllowed', 'invalidParameter'],
    service: 'Single Step Transfer Call',
  },
  'call.setData': {
    does: 'Adds to what is known about the call; an empty value takes a field away.',
    params: z.strictObject({ callId, data: callData }), result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.dataChanged'],
    refusals: ['unknownCall', 'notYourCall', 'limitReached', 'invalidParameter'], service: 'Associate Data',
  },
  'call.grade': {
    does: 'Leaves the customer to a menu that asks him for a mark; the agent is out of the call, and is told the mark.',
    params: z.strictObject({ callId, language: gradingLanguage }), result: nothing, by: 'agent', answeredBy: 'core', causes: ['call.connectionCleared', 'call.gradingBegan', 'call.enteredIvr', 'call.graded', 'call.cleared', 'agent.workingAfterCall', 'agent.ready', 'agent.notReady'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'noCustomer', 'gradingOff', 'invalidParameter'], service: null,
  },
} as const satisfies MethodTable;
