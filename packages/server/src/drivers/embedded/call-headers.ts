// What an INVITE to one of our own telephones says beyond the call itself, so that the page beside it can match the two.
import type { Wish } from '../switch.ts';
import { limits } from '../../limits.ts';

type Originate = Extract<Wish, { effect: 'originate' }>;

/** Never for trunks: call data stays in the house. */
export function callHeaders(wish: Originate, domain: string): Record<string, string> {
  const data = encodeData(wish.data);
  return {
    'X-Cordboard-Call-Id': wish.callId,
    'X-Cordboard-Connection-Id': wish.connectionId,
    ...(data === '' ? {} : { 'X-Cordboard-Data': data }),
    // Snom, Yealink and Polycom each know one of the two.
    ...(wish.autoAnswer === true
      ? {
          'Call-Info': `<sip:${domain}>;answer-after=0`,
          'Alert-Info': `<http://${domain}>;info=alert-autoanswer;delay=0`,
        }
      : {}),
  };
}

/** `name=value&…`, percent-encoded; entries that no longer fit are left out, since a large INVITE is lost on UDP. */
function encodeData(data: Readonly<Record<string, string>>): string {
  let encoded = '';
  for (const [name, value] of Object.entries(data)) {
    const entry = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    const longer = encoded === '' ? entry : `${encoded}&${entry}`;
    if (longer.length <= limits.switchMaxDataHeaderBytes) encoded = longer;
  }
  return encoded;
}

/** A display name without what could end a header or a quoted string. */
export function callerNameOf(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  return name.replaceAll(/[\u0000-\u001f\u007f"\\<>]/g, '').slice(0, limits.switchMaxCallerNameCharacters);
}
