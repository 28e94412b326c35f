// What the page hears, feature by feature.
import type { Change, Happenings } from '../context.ts';
import { afterHangupHappenings } from './after-hangup.happenings.ts';
import { agentChanges, agentHappenings } from './agent.happenings.ts';
import { callChanges, callHappenings } from './call.happenings.ts';
import { consultationHappenings } from './consultation.happenings.ts';
import { gradeChanges, gradeHappenings } from './grade.happenings.ts';
import { leaveHappenings } from './leave.happenings.ts';
import { linkChanges } from './link.happenings.ts';
import { monitoringChanges } from './monitoring.happenings.ts';
import { queueHappenings } from './queue.happenings.ts';
import { recordingHappenings } from './recording.happenings.ts';
import { supervisionHappenings } from './supervision.happenings.ts';

export { linkEnded } from './link.happenings.ts';

/** In the order in which they are told of one native event. */
export const happenings: readonly Happenings[] = [
  callHappenings,
  consultationHappenings,
  recordingHappenings,
  gradeHappenings,
  supervisionHappenings,
  queueHappenings,
  leaveHappenings,
  agentHappenings,
  afterHangupHappenings,
];

/** Looked at whenever the state is another one, before the event that made it so is told. */
export const changes: readonly Change[] = [
  ...linkChanges,
  ...callChanges,
  ...agentChanges,
  ...gradeChanges,
  ...monitoringChanges,
];
