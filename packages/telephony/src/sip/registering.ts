// What a registration of ours says and hears: its REGISTER, the time it is granted, the wait before it tries again (RFC 3261 §10.2, RFC 5626 §4.5).
import { sipLimits } from '../limits.ts';
import type { SipServerOptions, RegistrationOptions } from './sip-server.ts';
import { contactFor } from './dialog.ts';
import type { Flow } from './flow.ts';
import { newTag } from './ids.ts';
import { add, header, headerList, newRequest } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { escapeUser, paramOf, wholeNumber } from './text.ts';
import { hostPort, parseNameAddress, parseUri } from './uri.ts';

export type Registering = {
  readonly options: RegistrationOptions;
  readonly server: SipServerOptions;
  readonly contactUser: string;
  readonly callId: string;
};

/** A REGISTER; `expiresS` 0 takes the Contact off. */
export function composeRegister(one: Registering, flow: Flow, seq: number, expiresS: number): SipRequest {
  const { user, registrar, domain } = one.options;
  const uri = parseUri(registrar);
  const place = domain === undefined ? hostPort(uri?.host ?? '', uri?.port ?? 0) : hostPort(domain, 0);
  const own = `<sip:${escapeUser(user)}@${hostPort(domain ?? uri?.host ?? '', 0)}>`;
  const request = newRequest('REGISTER', `sip:${place}`);
  add(request, 'max-forwards', '70');
  add(request, 'from', `${own};tag=${newTag()}`);
  add(request, 'to', own);
  add(request, 'call-id', one.callId);
  add(request, 'cseq', `${seq} REGISTER`);
  add(request, 'contact', contactOf(one, flow));
  add(request, 'expires', String(expiresS));
  const { userAgent, allowEvents } = one.server;
  add(request, 'user-agent', userAgent);
  if (allowEvents !== undefined) add(request, 'allow-events', allowEvents.join(', '));
  return request;
}

function contactOf({ options, contactUser }: Registering, flow: Flow): string {
  const { contactParameters = '', instanceId } = options;
  const contact = contactFor(flow, contactUser).replace('>', `${contactParameters}>`);
  return instanceId === undefined ? contact : `${contact};+sip.instance="<urn:uuid:${escapeUser(instanceId)}>"`;
}

/** For how long a 200 says that the Contact is bound; null: it does not say. */
export function grantedS(one: Registering, flow: Flow, response: SipResponse): number | null {
  const own = parseNameAddress(contactOf(one, flow))?.uri;
  for (const text of headerList(response, 'contact')) {
    const address = parseNameAddress(text);
    if (address?.uri === own)
      return wholeNumber(paramOf(address?.params ?? '', 'expires') ?? '', sipLimits.maxExpiresS);
  }
  return wholeNumber(header(response, 'expires') ?? '', sipLimits.maxExpiresS);
}

/**
 * The wait before the next attempt.
 * @param failures in a row, this one included
 * @param response the refusal; null: nobody answered
 * @returns milliseconds
 */
export function retryAfterMs(failures: number, response: SipResponse | null): number {
  const [firstMs, longestMs] =
    response === null
      ? [sipLimits.registrationRetryMs, sipLimits.maxRegistrationRetryMs]
      : [sipLimits.registrationRefusedRetryMs, sipLimits.maxRegistrationRefusedRetryMs];
  const waitMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10)) * (0.5 + Math.random() * 0.5);
  const wished = response === null ? undefined : header(response, 'retry-after');
  const wishedS = wholeNumber(/^\s*(\d+)/.exec(wished ?? '')?.[1] ?? '', Number.MAX_SAFE_INTEGER) ?? 0;
  return Math.max(waitMs, Math.min(wishedS * 1_000, sipLimits.maxRegistrationRefusedRetryMs));
}
