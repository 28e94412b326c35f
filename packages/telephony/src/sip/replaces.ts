// Which of our calls a Replaces value names (RFC 3891 §3).
import { dialogKey } from './context.ts';
import type { DialogUser, SipContext } from './context.ts';
import { paramOf } from './text.ts';

/** The call; null when there is none. */
export function replacedCall(context: SipContext, replaces: string): DialogUser | null {
  const semicolon = replaces.indexOf(';');
  if (semicolon <= 0) return null;
  const callId = replaces.slice(0, semicolon).trim();
  const params = replaces.slice(semicolon);
  const toTag = paramOf(params, 'to-tag') ?? '';
  const fromTag = paramOf(params, 'from-tag') ?? '';
  const call = context.calls.get(dialogKey(callId, toTag));
  return call?.isPeer(fromTag) === true ? call : null;
}
