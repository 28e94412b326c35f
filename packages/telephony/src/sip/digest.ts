// Digest authentication, both sides: the arithmetic and the header (RFC 3261 §22, RFC 7616, RFC 8760).
import { createHash } from 'node:crypto';
import { randomText } from './ids.ts';
import { endOfQuoted, unquote } from './text.ts';

export type DigestAlgorithm = 'MD5' | 'SHA-256';

export function hash(algorithm: DigestAlgorithm, text: string): string {
  return createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text)
    .digest('hex');
}

/**
 * H(user:realm:password), what a registrar keeps instead of the password.
 * @returns lower-case hexadecimal
 * @see RFC 7616 §3.4.2
 */
export function computeHa1(algorithm: DigestAlgorithm, user: string, realm: string, password: string): string {
  return hash(algorithm, `${user}:${realm}:${password}`);
}

/** The `response` value with qop=auth, or without qop when `nc` is ''. */
export function digestResponse(
  algorithm: DigestAlgorithm,
  ha1: string,
  parts: { nonce: string; nc: string; cnonce: string; method: string; uri: string },
): string {
  const ha2 = hash(algorithm, `${parts.method}:${parts.uri}`);
  const middle = parts.nc === '' ? parts.nonce : `${parts.nonce}:${parts.nc}:${parts.cnonce}:auth`;
  return hash(algorithm, `${ha1}:${middle}:${ha2}`);
}

/** The `name=value` items of a `Digest …` header, names in lower case; null for another scheme or a broken one. */
export function parseDigest(header: string): ReadonlyMap<string, string> | null {
  if (!/^digest\s/i.test(header)) return null;
  const items = new Map<string, string>();
  let at = 7;
  while (at < header.length) {
    while (at < header.length && /[\s,]/.test(header.charAt(at))) at += 1;
    if (at >= header.length) break;
    const equals = header.indexOf('=', at);
    if (equals < 0) return null;
    const name = header.slice(at, equals).trim().toLowerCase();
    at = equals + 1;
    while (header.charAt(at) === ' ') at += 1;
    let end = header.charAt(at) === '"' ? endOfQuoted(header, at) : header.indexOf(',', at);
    if (end < 0) {
      if (header.charAt(at) === '"') return null;
      end = header.length;
    }
    // A directive given twice could be read two ways: the whole header is refused.
    if (items.has(name)) return null;
    items.set(name, unquote(header.slice(at, end).trim()));
    at = end;
  }
  return items;
}

export type Credentials = { readonly user: string; readonly password: string };

/** Counts the uses of one nonce by this client. */
export type ClientNonce = { nonce: string; uses: number };

/**
 * The Authorization value that answers the best of several challenges; null when none can be answered.
 * @param challenges the WWW-Authenticate or Proxy-Authenticate lines
 */
export function answerChallenge(
  challenges: readonly string[],
  credentials: Credentials,
  request: { method: string; uri: string },
  memory: ClientNonce,
): string | null {
  let best: ReadonlyMap<string, string> | null = null;
  let algorithm: DigestAlgorithm = 'MD5';
  for (const line of challenges) {
    const items = parseDigest(line);
    if (items === null) continue;
    const named = (items.get('algorithm') ?? 'MD5').toUpperCase();
    if (named === 'SHA-256' && algorithm !== 'SHA-256') {
      best = items;
      algorithm = 'SHA-256';
    } else if (named === 'MD5' && best === null) best = items;
  }
  if (best === null) return null;
  const realm = best.get('realm') ?? '';
  const nonce = best.get('nonce') ?? '';
  const qop = (best.get('qop') ?? '').split(',').some((one) => one.trim() === 'auth');
  if (best.has('qop') && !qop) return null;
  memory.uses = memory.nonce === nonce ? memory.uses + 1 : 1;
  memory.nonce = nonce;
  const nc = qop ? memory.uses.toString(16).padStart(8, '0') : '';
  const cnonce = qop ? randomText(8) : '';
  const ha1 = computeHa1(algorithm, credentials.user, realm, credentials.password);
  const response = digestResponse(algorithm, ha1, { nonce, nc, cnonce, ...request });
  const opaque = best.get('opaque');
  return [
    `Digest username="${credentials.user.replace(/["\\]/g, '\\$&')}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${request.uri}"`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
    ...(qop ? ['qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ].join(', ');
}
