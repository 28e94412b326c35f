// Where a recording can be had on the HTTP door.
import type { RecordingId } from '@cordboard/domain';

/** Recordings lie under this path, each by its id. */
export const recordingsPath = '/recordings/';

export const urlOfRecording = (id: RecordingId): string => `${recordingsPath}${encodeURIComponent(id)}`;
