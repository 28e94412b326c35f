// Who sends this request? Challenges and checks digests of users (RFC 3261 §22, RFC 8760).
import { challengeRows } from './challenge.table.ts';
import { timingSafeEqual } from 'node:crypto';
import { sipLimits } from '../limits.ts';
import { digestResponse, hash, parseDigest } from './digest.ts';
import type { DigestAlgorithm } from './digest.ts';
import { count } from './flow.ts';
import type { Counters } from './flow.ts';
import { Guesses, guessesOfAddress, guessesOfUser, ProvenPlaces } from './guard.ts';
import { add, headerLines } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { Nonces } from './nonces.ts';
import { responseTo } from './replies.ts';
import type { SipAccounts } from './sip-server.ts';
import { parseUri } from './uri.ts';

/** `ha1`: the secret it was proved with. */
export type Identity = { readonly user: string; readonly ha1: string } | { readonly refuse: SipResponse };

/** 401 by the registrar, 407 by the proxy half. */
export type Role = 'registrar' | 'proxy';

const NO_HA1 = { MD5: hash('MD5', 'nobody'), 'SHA-256': hash('SHA-256', 'nobody') } as const;

export class Authentication {
  readonly #accounts: SipAccounts;
  readonly #realm: string;
  readonly #counters: Counters;
  readonly #nonces = new Nonces();
  readonly #byAddress = new Guesses(guessesOfAddress);
  readonly #byUser = new Guesses(guessesOfUser);
  readonly #proven = new ProvenPlaces();
  /** Whether that user is at that address now: a guesser elsewhere must not lock him out. */
  readonly #isKnownAt: (user: string, address: string) => boolean;

  constructor(
    accounts: SipAccounts,
    realm: string,
    counters: Counters,
    isKnownAt: (user: string, address: string) => boolean,
  ) {
    this.#accounts = accounts;
    this.#realm = realm;
    this.#counters = counters;
    this.#isKnownAt = isKnownAt;
  }

  /** The user who proved to know the password, or the response to send instead. */
  identify(request: SipRequest, role: Role, remoteAddress: string, nowMs: number): Identity {
    const given = this.#credentials(request, role);
    if (given === null) return { refuse: this.#challenge(request, role, nowMs, false) };
    const user = given.get('username') ?? '';
    const userKnownHere = this.#proven.has(user, remoteAddress) || this.#isKnownAt(user, remoteAddress);
    const waitMs = userKnownHere
      ? 0
      : Math.max(this.#byAddress.waitMs(remoteAddress, nowMs), this.#byUser.waitMs(user, nowMs));
    // Who has to wait may still show a secret that nobody can guess: else a guesser could keep its owner out for good.
    const verdict = this.#verify(request, given, user, nowMs, waitMs > 0 ? 'unguessable' : 'any');
    if (verdict === 'stale') return { refuse: this.#challenge(request, role, nowMs, true) };
    if (verdict === 'wrong') {
      if (waitMs > 0) return this.#tooMany(request, waitMs);
      count(this.#counters, 'authFailures');
      this.#byAddress.failed(remoteAddress, nowMs);
      if (!userKnownHere) this.#byUser.failed(user, nowMs);
      return { refuse: this.#challenge(request, role, nowMs, false) };
    }
    this.#byAddress.succeeded(remoteAddress);
    this.#byUser.succeeded(user);
    this.#proven.add(user, remoteAddress);
    return { user, ha1: verdict.ha1 };
  }

  #tooMany(request: SipRequest, waitMs: number): Identity {
    count(this.#counters, 'authThrottled');
    const response = responseTo(request, 403, '', 'Too many attempts');
    add(response, 'retry-after', String(Math.ceil(waitMs / 1_000)));
    return { refuse: response };
  }

  #credentials(request: SipRequest, role: Role): ReadonlyMap<string, string> | null {
    for (const line of headerLines(request, role === 'registrar' ? 'authorization' : 'proxy-authorization')) {
      const items = parseDigest(line);
      if (items !== null && items.get('realm') === this.#realm) return items;
    }
    return null;
  }

  #challenge(request: SipRequest, role: Role, nowMs: number, stale: boolean): SipResponse {
    const response = responseTo(request, role === 'registrar' ? 401 : 407);
    const nonce = this.#nonces.issue(nowMs);
    const userAgent = headerLines(request, 'user-agent')[0] ?? '';
    const [, algorithms = []] = challengeRows.find(([pattern]) => pattern.test(userAgent)) ?? [];
    for (const algorithm of algorithms) {
      const value = `Digest realm="${this.#realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`;
      add(response, role === 'registrar' ? 'www-authenticate' : 'proxy-authenticate', value);
    }
    return response;
  }

  #verify(
    request: SipRequest,
    given: ReadonlyMap<string, string>,
    user: string,
    nowMs: number,
    which: 'any' | 'unguessable',
  ): { readonly ha1: string } | 'wrong' | 'stale' {
    const algorithm = algorithmOf(given.get('algorithm'));
    const nc = given.get('nc') ?? '';
    const ncNumber = /^[0-9a-fA-F]{8}$/.test(nc) ? Number.parseInt(nc, 16) : null;
    if (algorithm === null || given.get('qop') !== 'auth' || ncNumber === null) return 'wrong';
    const nonce = given.get('nonce') ?? '';
    const nonceVerdict = this.#nonces.check(nonce, nowMs);
    // A nonce from before our restart is no attack: the peer tries again with a fresh one.
    if (nonceVerdict !== 'good') return 'stale';
    const uri = given.get('uri') ?? '';
    const parts = { nonce, nc, cnonce: given.get('cnonce') ?? '', method: request.method, uri };
    const ha1 = this.#matching(algorithm, this.#secretsOf(user, algorithm, which), given.get('response') ?? '', parts);
    if (ha1 === null || !sameTarget(uri, request.uri)) return 'wrong';
    return this.#nonces.use(nonce, ncNumber) ? { ha1 } : 'stale';
  }

  #secretsOf(user: string, algorithm: DigestAlgorithm, which: 'any' | 'unguessable'): readonly string[] {
    if (user.length > sipLimits.maxContactBytes) return [];
    if (which === 'any') return this.#accounts.ha1(user, this.#realm, algorithm);
    return this.#accounts.unguessableHa1?.(user, this.#realm, algorithm) ?? [];
  }

  /** The same work whether the user exists or not. */
  #matching(
    algorithm: DigestAlgorithm,
    known: readonly string[],
    response: string,
    parts: { nonce: string; nc: string; cnonce: string; method: string; uri: string },
  ): string | null {
    const given = Buffer.from(response.toLowerCase());
    let right: string | null = null;
    for (const ha1 of known.length === 0 ? [NO_HA1[algorithm]] : known) {
      const wanted = Buffer.from(digestResponse(algorithm, ha1, parts));
      if (given.length === wanted.length && timingSafeEqual(given, wanted)) right = ha1;
    }
    return known.length > 0 ? right : null;
  }
}

function algorithmOf(named: string | undefined): DigestAlgorithm | null {
  const upper = (named ?? 'MD5').toUpperCase();
  return upper === 'MD5' || upper === 'SHA-256' ? upper : null;
}

/**
 * RFC 7616 §3.4.6: the digest must have been made for this number. Hosts are not compared (a telephone may say address or
 * name), and who signed a URI without user, as sipp does, has left the number open himself.
 */
function sameTarget(signed: string, requested: string): boolean {
  if (signed === requested) return true;
  const a = parseUri(signed);
  const b = parseUri(requested);
  return a !== null && b !== null && (a.user === '' || a.user === b.user);
}
