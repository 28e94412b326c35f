// What every request and response must have before anything acts on it (RFC 3261 §8.1.1, §8.2, §16.3; RFC 4475).
import { callId, cseq, from, header, headerList, tagOf, to, topVia } from './message.ts';
import type { SipMessage, SipRequest } from './message.ts';
import { paramsAreWell, wholeNumber } from './text.ts';
import { parseNameAddress, parseUri } from './uri.ts';

export type Fault = { readonly status: number; readonly reason: string };

const ONCE = ['from', 'to', 'call-id', 'cseq', 'max-forwards'] as const;

function bad(reason: string): Fault {
  return { status: 400, reason };
}

/** What is wrong with a request, with the status that says so; null: nothing. */
export function faultOf(request: SipRequest): Fault | null {
  const fault = commonFault(request);
  if (fault !== null) return fault;
  if (cseq(request)?.method !== request.method) return bad('CSeq method does not match');
  const uri = parseUri(request.uri);
  // RFC 3261 §19.1.1, table 1: headers may not stand in a Request-URI.
  if (uri === null || uri.headers !== '') return bad('Bad Request-URI');
  for (const text of headerList(request, 'contact')) {
    if (text !== '*' && parseNameAddress(text) === null) return bad('Bad Contact');
  }
  const forwards = header(request, 'max-forwards');
  if (forwards !== undefined && wholeNumber(forwards, 255) === null) return bad('Bad Max-Forwards');
  return null;
}

/** Whether a response can be matched and acted on. */
export function isUsableResponse(message: SipMessage): boolean {
  return commonFault(message) === null;
}

function commonFault(message: SipMessage): Fault | null {
  for (const name of ONCE) {
    const at = message.names.indexOf(name);
    if (at < 0 && name !== 'max-forwards') return bad(`Missing ${name}`);
    if (at >= 0 && message.names.includes(name, at + 1)) return bad(`More than one ${name}`);
  }
  const id = callId(message);
  if (id === '' || /\s/.test(id)) return bad('Bad Call-ID');
  const via = topVia(message);
  if (via === null || !paramsAreWell(via.params)) return bad('Bad Via');
  if (cseq(message) === null) return bad('Bad CSeq');
  const sender = from(message);
  const target = to(message);
  if (sender === null || parseUri(sender.uri) === null) return bad('Bad From');
  if (target === null || parseUri(target.uri) === null) return bad('Bad To');
  if (message.kind === 'request' && message.method !== 'ACK' && tagOf(sender).length > 256) return bad('Bad From tag');
  return null;
}
