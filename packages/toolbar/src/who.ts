// What to call the other side of a call.
import type { MyCall } from './bar-state.ts';
import type { Say } from './say.ts';

/** Name if there is one, else number, else that it was withheld. */
export function whoIs(call: Pick<MyCall, 'party'>, say: Say): string {
  return call.party.name || call.party.number || say('unknownCaller');
}
