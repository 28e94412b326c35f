// What the agent's page hears of grading: that customers can be asked, and what they said.
import type { Change, Happenings } from '../context.ts';

export const gradeChanges: readonly Change[] = [
  ({ properties, state }) => {
    properties.GradeSwitch = state.gradingLanguages.length > 0;
  },
];

export const gradeHappenings: Happenings = {
  'call.graded': ({ agentId, callId, language, grade }, { ownId, raise }) => {
    if (agentId === ownId) raise('GradeEvent', agentId, callId, language, grade === null ? '' : String(grade));
  },
};
