// Building what goes back and what goes out: responses to a request, and requests with their mandatory headers.
import type { Flow } from './flow.ts';
import { newTag } from './ids.ts';
import { add, cseq, header, headerLines, newRequest, newResponse, set, tagOf, to, topVia } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { reasonPhrase } from './status.table.ts';
import { splitList } from './text.ts';
import { hostPort } from './uri.ts';

export const allowedMethods = 'INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, PRACK, REFER, NOTIFY';
export const supportedOptions = 'timer, 100rel, replaces, path, outbound';

const COPIED = ['via', 'from', 'call-id', 'cseq'] as const;

/**
 * A response with the headers that RFC 3261 §8.2.6.2 copies.
 * @param toTag tag for the To; by default a new one for final responses when the request has none
 */
export function responseTo(request: SipRequest, status: number, toTag = '', reason = ''): SipResponse {
  const response = newResponse(status, reason === '' ? reasonPhrase(status) : reason);
  for (const name of COPIED) for (const value of headerLines(request, name)) add(response, name, value);
  let value = header(request, 'to');
  if (value === undefined) return response;
  if (status > 100 && tagOf(to(request)) === '') value += `;tag=${toTag === '' ? newTag() : toTag}`;
  add(response, 'to', value);
  return response;
}

/** Writes `received` and `rport` into the top Via (RFC 3261 §18.2.1, RFC 3581 §4). */
export function noteSource(request: SipRequest, flow: Flow): void {
  const via = topVia(request);
  const first = header(request, 'via');
  if (via === null || first === undefined) return;
  const wantsPort = /;\s*rport\s*(?:$|;)/i.test(via.params);
  if (!wantsPort && via.host === flow.remoteAddress) return;
  const items = splitList(first);
  let top = items[0] ?? '';
  if (wantsPort) top = top.replace(/;\s*rport\s*(?=$|;)/i, `;rport=${flow.remotePort}`);
  if (wantsPort || via.host !== flow.remoteAddress)
    top = `${top.replace(/;\s*received=[^;]*/i, '')};received=${flow.remoteAddress}`;
  items[0] = top;
  set(request, 'via', items.join(', '));
}

const VIA_TRANSPORT = { udp: 'UDP', tcp: 'TCP', tls: 'TLS', ws: 'WS', wss: 'WSS' } as const;

/** Our Via for a request sent along a flow. */
export function ourVia(flow: Flow, branch: string): string {
  return `SIP/2.0/${VIA_TRANSPORT[flow.transport]} ${hostPort(flow.localHost, flow.localPort)};branch=${branch};rport`;
}

/** The CANCEL of an INVITE that was sent (RFC 3261 §9.1), or the ACK of its failure (§17.1.1.3). */
export function companionOf(invite: SipRequest, method: 'CANCEL' | 'ACK', toValue: string): SipRequest {
  const request = newRequest(method, invite.uri);
  add(request, 'via', header(invite, 'via') ?? '');
  for (const route of headerLines(invite, 'route')) add(request, 'route', route);
  add(request, 'max-forwards', '70');
  add(request, 'from', header(invite, 'from') ?? '');
  add(request, 'to', toValue);
  add(request, 'call-id', header(invite, 'call-id') ?? '');
  add(request, 'cseq', `${cseq(invite)?.number ?? 1} ${method}`);
  return request;
}
