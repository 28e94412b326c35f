// Events about recordings.
import type { RecordingId } from '@cordboard/domain';
import { z } from 'zod';
import type { EventTable } from '../event-row.ts';
import { agentId, callId, make, recordingId, recordingPath, recordingUrl } from '../fields.ts';
import { urlOfRecording } from '../recording-url.ts';

/** The journal knows the recording; where a door gives it out is the contract's. */
const made = { url: (event: { readonly recordingId: RecordingId }) => urlOfRecording(event.recordingId) };

export const recordingEvents = {
  'recording.started': { says: 'The call is on record.',              payload: z.strictObject({ callId, recordingId, path: recordingPath, url: recordingUrl }), made, carries: ['call'], csta: null },
  'recording.stopped': { says: 'The recording is complete.',          payload: z.strictObject({ callId, recordingId, path: recordingPath, url: recordingUrl, durationMs: make.duration('Length') }), made, carries: ['call'], csta: null },
  'recording.paused':  { says: 'Nothing of the call goes on record for now, as an agent asked.', payload: z.strictObject({ callId, recordingId, by: agentId }), carries: ['call'], csta: 'Suspend Record' },
  'recording.resumed': { says: 'The call is on record again; `by` null: by itself, because whoever paused it left the call.', payload: z.strictObject({ callId, recordingId, by: agentId.nullable() }), carries: ['call'], csta: 'Record' },
  'recording.failed':  { says: 'The call could not be recorded; it goes on.', payload: z.strictObject({ callId, recordingId, cause: z.enum(['diskFull', 'other']) }), carries: ['call'], csta: null },
} as const satisfies EventTable;
