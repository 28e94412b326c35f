// What a screen reader is told when the state changed: a call that rings at once, the rest in its turn.
import { whoIs } from './who.ts';
import { pendingWords, stateWords } from './parts/state-words.ts';
import type { BarState } from './bar-state.ts';
import type { Say } from './say.ts';

/** Null: leave what was said; empty: clear it. */
export type Announcement = { readonly polite: string | null; readonly assertive: string | null };

export function announcementOf(before: BarState, after: BarState, say: Say): Announcement {
  const rangBefore = new Set(before.calls.filter((call) => call.phase === 'ringing').map((call) => call.callId));
  const ringing = after.calls.find((call) => call.phase === 'ringing');
  const assertive =
    ringing && !rangBefore.has(ringing.callId)
      ? ringing.queueName
        ? say('saidRingingQueue', { who: whoIs(ringing, say), queue: ringing.queueName })
        : say('saidRinging', { who: whoIs(ringing, say) })
      : ringing
        ? null
        : rangBefore.size > 0
          ? ''
          : null;
  return { polite: politeOf(before, after, say), assertive };
}

function politeOf(before: BarState, after: BarState, say: Say): string | null {
  if (!after.me) return '';
  const talkingBefore = before.calls.find((call) => call.phase === 'talking')?.callId;
  const talking = after.calls.find((call) => call.phase === 'talking');
  const told: string[] = [];
  if (talking && talking.callId !== talkingBefore) told.push(say('saidTalking', { who: whoIs(talking, say) }));
  if (after.missedUnseen > before.missedUnseen) told.push(say('saidMissed'));
  if (after.quality?.level === 'poor' && before.quality?.level !== 'poor')
    told.push(`${say('sound')}: ${say('qualityPoor')}`);
  const words = stateWords(after, say);
  const was = stateWords(before, say);
  if (!talking && (words.text !== was.text || words.detail !== was.detail)) {
    told.push(say('saidState', { state: words.detail === '' ? words.text : `${words.text}, ${words.detail}` }));
  }
  const pending = pendingWords(after.me, say);
  if (pending !== '' && (!before.me || pending !== pendingWords(before.me, say))) told.push(pending);
  return told.length === 0 ? null : told.join('. ');
}
