// What a supervisor's page hears of his supervision, and an agent's of what was done to him.
import { hangupReasons } from '@cordboard/contract/dialects/agentbar';
import type { HappeningContext, Happenings } from '../context.ts';
import { about } from '../make-str.ts';

type Mode = 'listen' | 'whisper' | 'bargeIn';

const ringEvents = {
  listen: 'EavesdropCallRingEvent',
  whisper: 'WhisperCallRingEvent',
  bargeIn: 'BargeinCallRingEvent',
} as const;

function tellResult({ ownId, raise }: HappeningContext, mode: Mode, retCode: number, reason: string): void {
  if (mode === 'listen') raise('EavesdropEvent', ownId, reason, String(retCode));
  else raise(mode === 'whisper' ? 'WhisperEvent' : 'BargeinEvent', ownId, reason, retCode);
}

const phoneFailed = -60;

export const supervisionHappenings: Happenings = {
  'supervision.requested': ({ call, mode, supervisorId, takesOver, watchedId }, context) => {
    if (supervisorId !== context.ownId || takesOver || call === undefined) return;
    context.raise(ringEvents[mode], ...about(context, context.ownId, call, watchedId));
  },
  'supervision.established': ({ mode, supervisorId }, context) => {
    if (supervisorId === context.ownId) tellResult(context, mode, 0, '');
  },
  'supervision.changed': ({ mode, supervisorId }, context) => {
    if (supervisorId === context.ownId) tellResult(context, mode, 0, '');
  },
  'supervision.ended': ({ cause, mode, supervisorId }, context) => {
    const { before, ownId, raise } = context;
    if (supervisorId !== ownId) return;
    const reason = hangupReasons[cause];
    if (before.supervision?.connectedAt === null) tellResult(context, mode, phoneFailed, reason);
    else raise('HangupEvent', reason, 0);
  },
  'agent.stateForced': ({ agentId, by }, { ownId, raise }) => {
    if (agentId === ownId) raise('WarnAgentForceChangeStatusEvent', by);
  },
};
