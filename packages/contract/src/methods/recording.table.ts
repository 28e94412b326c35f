// Methods that control the recording of a call (ECMA-269, voice services: Suspend, Resume).
import { z } from 'zod';
import { callId } from '../fields.ts';
import type { MethodTable } from '../method.ts';

const oneCall = z.strictObject({ callId });
const nothing = z.strictObject({});

export const recordingMethods = {
  'recording.pause': {
    does: 'Nothing of the call goes on record until the recording goes on, as while a card number is read out: the file has silence there. The pause holds through hold and consultation, and belongs to the agent who asked for it: when he leaves the call, as by a transfer, the recording goes on by itself, since those who stay did not ask for it. Every agent in the call may end it.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['recording.paused'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'notRecorded', 'recordingPaused', 'limitReached'], service: 'Suspend',
  },
  'recording.resume': {
    does: 'The recording of the call goes on.',
    params: oneCall, result: nothing, by: 'agent', answeredBy: 'core', causes: ['recording.resumed'],
    refusals: ['unknownCall', 'notYourCall', 'wrongCallState', 'notRecorded', 'recordingNotPaused'], service: 'Resume',
  },
} as const satisfies MethodTable;
