// What an INVITE to one of our own telephones says beyond the call itself, so that the page beside it can match the two.
import type { Wish } from './switch.ts';
import { limits } from '../limits.ts';

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

/** Half a character, which JSON may bring, has no UTF-8: it becomes U+FFFD. */
const percent = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

/** `name=value&…`, percent-encoded; entries that no longer fit are left out, since a large INVITE is lost on UDP. */
function encodeData(data: Readonly<Record<string, string>>): string {
  let encoded = '';
  for (const [name, value] of Object.entries(data)) {
    const entry = `${percent(name)}=${percent(value)}`;
    const longer = encoded === '' ? entry : `${encoded}&${entry}`;
    if (longer.length <= limits.switchMaxDataHeaderBytes) encoded = longer;
  }
  return encoded;
}

/** What could end a header or a quoted string, break a line of a log, or turn the writing around on a screen. */
// oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
const treacherous = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"\\<>]/gu;

/** Cut between characters. */
const shown = (text: string, maximum: number): string =>
  Array.from(text.slice(0, 2 * maximum).replaceAll(treacherous, ''))
    .slice(0, maximum)
    .join('');

export const callerNameOf = (name: string): string => shown(name, limits.switchMaxCallerNameCharacters);

/** A number as a far end wrote it: it need not be one. */
export const numberOf = (text: string): string => shown(text, limits.switchMaxNumberCharacters);
