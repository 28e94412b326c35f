// Events about recordings.
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { callId, make, recordingId } from '../fields.ts';

export const recordingEvents = {
  'recording.started': { says: 'The call is on record.',              payload: z.strictObject({ callId, recordingId }), carries: ['call'], csta: null },
  'recording.stopped': { says: 'The recording is complete.',          payload: z.strictObject({ callId, recordingId, durationMs: make.duration('Length') }), carries: ['call'], csta: null },
  'recording.failed':  { says: 'The call could not be recorded; it goes on.', payload: z.strictObject({ callId, recordingId, cause: z.enum(['diskFull', 'other']) }), carries: ['call'], csta: null },
} as const satisfies EventTable;
