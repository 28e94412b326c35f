// The address of WebUrl that is opened when a call rings: who calls in its query, signed with SaltKey.
import type { PropertyValues } from './names.ts';

/** What a page learns from the address, in this order. */
export type PopUpFields = {
  readonly agentID: string;
  readonly callID: string;
  readonly customerNum: string;
  readonly callcenterNum: string;
  readonly callType: string;
  /** ms since the Unix epoch. */
  readonly time: string;
};

/**
 * @returns WebUrl with the fields; with SaltKey, `sign` comes last: HMAC-SHA-256 (RFC 2104) of the encoded fields as they stand in the query,
 * without what WebUrl had in its own, in hexadecimal. Null when WebUrl is empty or no address of the web.
 */
export async function popUpUrl(properties: PropertyValues, fields: PopUpFields): Promise<string | null> {
  const { WebUrl, SaltKey } = properties;
  const { location } = globalThis as { location?: { href?: string } };
  if (WebUrl === '' || !URL.canParse(WebUrl, location?.href)) return null;
  const url = new URL(WebUrl, location?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const query = new URLSearchParams(fields).toString();
  const signed = SaltKey === '' ? query : `${query}&sign=${await signature(SaltKey, query)}`;
  url.search = url.search === '' ? signed : `${url.search}&${signed}`;
  return url.href;
}

async function signature(key: string, text: string): Promise<string> {
  const encode = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(words));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', encode(key), algorithm, false, ['sign']);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', imported, encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
