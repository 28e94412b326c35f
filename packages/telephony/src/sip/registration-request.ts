// Answers one authenticated REGISTER: reads its contacts, checks them, changes the registrar's table (RFC 3261 §10.3).
import { isIP } from 'node:net';
import { sipLimits } from '../limits.ts';
import type { Flow } from './flow.ts';
import { add, callId, cseq, hasToken, header, headerLines, headerList, topVia } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import type { Binding, Registrar } from './registrar.ts';
import { responseTo } from './replies.ts';
import { paramOf, wholeNumber } from './text.ts';
import { parseNameAddress, parseUri } from './uri.ts';
import type { NameAddress } from './uri.ts';

type Wanted = { readonly address: NameAddress; readonly expiresS: number };

type Proved = { readonly user: string; readonly ha1: string };

/** The response to a REGISTER of a user whose identity was proved. */
export function register(
  registrar: Registrar,
  proved: Proved,
  request: SipRequest,
  flow: Flow,
  nowMs: number,
): SipResponse {
  const { user } = proved;
  const contacts = headerList(request, 'contact');
  const expires = header(request, 'expires');
  if (contacts.includes('*')) return removeAll(registrar, user, request, contacts.length, expires, nowMs);
  if (contacts.length > sipLimits.maxContactsPerUser) return responseTo(request, 403, '', 'Too many contacts');
  const wanted: Wanted[] = [];
  for (const text of contacts) {
    const one = readContact(text, expires);
    if (one === null) return responseTo(request, 400, '', 'Bad Contact');
    if (one.expiresS > 0 && one.expiresS < sipLimits.minExpiresS) {
      const tooBrief = responseTo(request, 423);
      add(tooBrief, 'min-expires', String(sipLimits.minExpiresS));
      return tooBrief;
    }
    wanted.push(one);
  }
  // RFC 3261 §10.3 step 7: all or nothing, so order is checked before the first change.
  for (const one of wanted)
    if (isOutOfOrder(registrar, user, one, request)) return responseTo(request, 500, '', 'Out of order');
  for (const one of wanted) {
    if (!apply(registrar, proved, one, request, flow, nowMs)) return responseTo(request, 403, '', 'Too many contacts');
  }
  return accepted(registrar, user, request, flow, nowMs);
}

function readContact(text: string, expires: string | undefined): Wanted | null {
  const address = parseNameAddress(text);
  if (address === null || address.uri.length > sipLimits.maxContactBytes || /[\s<>"]/.test(address.uri)) return null;
  const uri = parseUri(address.uri);
  if (uri === null || uri.host === '') return null;
  const stated = paramOf(address.params, 'expires') ?? expires ?? String(sipLimits.defaultExpiresS);
  // RFC 3261 §20.19: a malformed value counts as the default.
  const seconds = wholeNumber(stated, Number.MAX_SAFE_INTEGER) ?? sipLimits.defaultExpiresS;
  return { address, expiresS: Math.min(seconds, sipLimits.maxExpiresS) };
}

function isOutOfOrder(registrar: Registrar, user: string, one: Wanted, request: SipRequest): boolean {
  const before = registrar.find(user, one.address.uri);
  return before !== undefined && before.callId === callId(request) && (cseq(request)?.number ?? 0) <= before.cseq;
}

function removeAll(
  registrar: Registrar,
  user: string,
  request: SipRequest,
  contacts: number,
  expires: string | undefined,
  nowMs: number,
): SipResponse {
  if (contacts !== 1 || expires === undefined || wholeNumber(expires, 0) !== 0)
    return responseTo(request, 400, '', 'Bad Contact');
  const number = cseq(request)?.number ?? 0;
  for (const binding of registrar.bindings(user)) {
    if (binding.callId === callId(request) && number <= binding.cseq)
      return responseTo(request, 500, '', 'Out of order');
  }
  for (const binding of registrar.bindings(user)) registrar.remove(binding);
  return accepted(registrar, user, request, null, nowMs);
}

function apply(
  registrar: Registrar,
  { user, ha1 }: Proved,
  one: Wanted,
  request: SipRequest,
  flow: Flow,
  nowMs: number,
): boolean {
  const before = registrar.find(user, one.address.uri);
  if (one.expiresS === 0) {
    if (before !== undefined) registrar.remove(before);
    return true;
  }
  const binding: Binding = {
    user,
    contact: one.address.uri,
    transport: flow.transport,
    userAgent: (header(request, 'user-agent') ?? '').slice(0, 128),
    expiresAt: nowMs + one.expiresS * 1_000,
    flow,
    natted: isBehindNat(one.address.uri, flow, /;\s*rport\b/i.test(topVia(request)?.params ?? '')),
    callId: callId(request),
    cseq: cseq(request)?.number ?? 0,
    q: Number(paramOf(one.address.params, 'q') ?? '1') || 0,
    path: hasToken(request, 'supported', 'path') ? headerLines(request, 'path') : [],
    allowEvents: (header(request, 'allow-events') ?? '').toLowerCase(),
    instance: paramOf(one.address.params, '+sip.instance') ?? '',
    regId: paramOf(one.address.params, 'reg-id') ?? '',
    ha1,
    misses: 0,
  };
  if (!registrar.put(binding)) return false;
  registrar.dropOlder(binding);
  return true;
}

/**
 * Whether the contact can be reached only along its flow. A contact that names another host than the one it came from is
 * treated so too: calls go back to where the password was known, never to an address somebody wrote into a header.
 */
function isBehindNat(contact: string, flow: Flow, symmetric: boolean): boolean {
  const uri = parseUri(contact);
  if (uri === null || flow.transport === 'ws' || flow.transport === 'wss') return true;
  if (isIP(uri.host) === 0 || uri.host !== flow.remoteAddress || paramOf(uri.params, 'maddr') !== null) return true;
  // Without rport a phone may send from one port and listen at another.
  return flow.transport === 'udp' && symmetric && (uri.port || 5060) !== flow.remotePort;
}

function accepted(
  registrar: Registrar,
  user: string,
  request: SipRequest,
  flow: Flow | null,
  nowMs: number,
): SipResponse {
  const response = responseTo(request, 200);
  for (const binding of registrar.bindings(user)) {
    add(
      response,
      'contact',
      `<${binding.contact}>;expires=${Math.max(0, Math.round((binding.expiresAt - nowMs) / 1_000))}`,
    );
  }
  for (const path of headerLines(request, 'path')) add(response, 'path', path);
  if (flow?.reliable === true && hasToken(request, 'supported', 'outbound')) add(response, 'require', 'outbound');
  add(response, 'date', new Date(nowMs).toUTCString());
  return response;
}
