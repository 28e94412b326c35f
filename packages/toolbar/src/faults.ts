// What to tell people when a request did not succeed.
import { CordboardError } from '@cordboard/client';
import { strings } from './strings.table.ts';
import type { MicrophoneLight } from './bar-state.ts';
import type { Words } from './strings.table.ts';

/** Where a sentence for the agent says more than the server's for everybody. */
const ours: Readonly<Partial<Record<CordboardError['refused'], Words>>> = {
  notAuthenticated: strings.errNotAuthenticated,
  answerAtPhone: strings.errAnswerAtPhone,
  sessionExpired: strings.sessionOver,
  timeout: strings.errTimeout,
  linkLost: strings.errServerUnreachable,
  notConnected: strings.errServerUnreachable,
  closed: strings.errServerUnreachable,
};

/** @param error what a request was rejected with */
export function wordsOf(error: unknown): Words {
  if (error instanceof CordboardError) return ours[error.refused] ?? error.text ?? strings.errFailed;
  return strings.errFailed;
}

export type MicrophoneFault = Extract<MicrophoneLight, 'refused' | 'absent' | 'busy' | 'insecure'>;

/** On the sign-in card. */
export const microphoneWords: Readonly<Record<MicrophoneFault, Words>> = {
  refused: strings.microphoneRefused,
  absent: strings.microphoneAbsent,
  busy: strings.microphoneBusy,
  insecure: strings.microphoneInsecure,
};

/** At work, where signing in again is not the way. */
export const microphoneNowWords: typeof microphoneWords = {
  ...microphoneWords,
  refused: strings.microphoneRefusedNow,
  absent: strings.microphoneAbsentNow,
};
