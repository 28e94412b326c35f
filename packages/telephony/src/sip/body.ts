// Finding the session description in a body, and saying what else was wrong with it (RFC 3261 §8.2.3, RFC 5621).
import { bodyType, header } from './message.ts';
import type { SipMessage } from './message.ts';
import { paramOf } from './text.ts';

export type Described = { readonly sdp: string | null } | { readonly unsupported: 'type' | 'encoding' };

/** The SDP of a message; null when there is no body, or only one that may be ignored. */
export function describedBy(message: SipMessage): Described {
  if (message.body === '') return { sdp: null };
  const encoding = (header(message, 'content-encoding') ?? 'identity').toLowerCase();
  if (encoding !== 'identity') return { unsupported: 'encoding' };
  const type = bodyType(message);
  if (type === 'application/sdp') return { sdp: message.body };
  if (type.startsWith('multipart/')) {
    const sdp = sdpPart(message);
    if (sdp !== null) return { sdp };
  }
  const disposition = header(message, 'content-disposition') ?? '';
  return /handling\s*=\s*optional/i.test(disposition) ? { sdp: null } : { unsupported: 'type' };
}

/** The SDP, whatever else is there; for responses, which cannot be refused. */
export function sdpOf(message: SipMessage): string | null {
  const described = describedBy(message);
  return 'sdp' in described ? described.sdp : null;
}

function sdpPart(message: SipMessage): string | null {
  const value = header(message, 'content-type') ?? '';
  const boundary = paramOf(value.slice(value.indexOf(';')), 'boundary');
  if (boundary === null || boundary === '') return null;
  for (const part of message.body.split(`--${boundary}`)) {
    const gap = part.indexOf('\r\n\r\n');
    if (gap < 0 || !/content-type\s*:\s*application\/sdp/i.test(part.slice(0, gap))) continue;
    return part.slice(gap + 4).replace(/\r\n$/, '');
  }
  return null;
}
