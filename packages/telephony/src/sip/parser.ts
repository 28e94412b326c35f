// Bytes of one SIP message to a message: hand-written, bounded, one pass over the lines (RFC 3261 §7, §25).
import { sipLimits } from '../limits.ts';
import { canonicalName, newRequest, newResponse } from './message.ts';
import type { SipMessage } from './message.ts';
import { isToken, wholeNumber } from './text.ts';

/** `message` of a failure is what could be read, to answer it with `status`; null: nothing to answer. */
export type Parsed =
  | { readonly ok: true; readonly message: SipMessage }
  | { readonly ok: false; readonly status: number; readonly reason: string; readonly message: SipMessage | null };

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Reads one whole message.
 * @param data a datagram, a WebSocket frame, or the bytes that the stream framing cut out
 */
export function parseMessage(data: Buffer): Parsed {
  const headEnd = data.indexOf(HEAD_END);
  if (headEnd < 0) return fail(400, 'No end of headers', null);
  if (headEnd > sipLimits.maxHeadBytes) return fail(513, 'Message Too Large', null);
  const head = data.toString('utf8', 0, headEnd);
  const firstEnd = head.indexOf('\r\n');
  const start = parseStartLine(firstEnd < 0 ? head : head.slice(0, firstEnd));
  const message = start.message;
  if (message === null) return fail(start.status, start.reason, null);
  const fault = firstEnd < 0 ? null : readHeaders(head, firstEnd + 2, message);
  if (fault !== null) return fail(400, fault, message);
  if (start.status !== 0) return fail(start.status, start.reason, message);
  return readBody(data, headEnd + 4, message);
}

function fail(status: number, reason: string, message: SipMessage | null): Parsed {
  return { ok: false, status, reason, message };
}

type Start = { readonly message: SipMessage | null; readonly status: number; readonly reason: string };

function parseStartLine(line: string): Start {
  if (line.startsWith('SIP/')) return parseStatusLine(line);
  const firstSpace = line.indexOf(' ');
  const lastSpace = line.lastIndexOf(' ');
  const method = line.slice(0, firstSpace);
  if (firstSpace <= 0 || !isToken(method)) return { message: null, status: 400, reason: 'Bad Request-Line' };
  if (lastSpace <= firstSpace) return { message: newRequest(method, ''), status: 400, reason: 'Bad Request-Line' };
  const uri = line.slice(firstSpace + 1, lastSpace);
  const version = line.slice(lastSpace + 1);
  const message = newRequest(method, uri);
  if (/^SIP\/\d+\.\d+$/i.test(version)) {
    if (version.toUpperCase() !== 'SIP/2.0') return { message, status: 505, reason: 'Version Not Supported' };
    if (uri !== '' && !/[\s<>"]/.test(uri)) return { message, status: 0, reason: '' };
  }
  return { message, status: 400, reason: 'Bad Request-Line' };
}

function parseStatusLine(line: string): Start {
  const status = wholeNumber(line.slice(8, 11), 699);
  const after = line.charCodeAt(11);
  if (!line.startsWith('SIP/2.0 ') || status === null || status < 100 || (line.length > 11 && after !== 32)) {
    return { message: null, status: 400, reason: 'Bad Status-Line' };
  }
  return { message: newResponse(status, line.slice(12)), status: 0, reason: '' };
}

/** Returns what is wrong, or null. */
function readHeaders(head: string, start: number, message: SipMessage): string | null {
  const { names, values } = message;
  let at = start;
  while (at < head.length) {
    let end = head.indexOf('\r\n', at);
    if (end < 0) end = head.length;
    let next = end + 2;
    let folded = false;
    while (isBlank(head.charCodeAt(next))) {
      folded = true;
      end = head.indexOf('\r\n', next);
      if (end < 0) end = head.length;
      next = end + 2;
    }
    if (end - at > sipLimits.maxLineBytes) return 'Header Too Long';
    if (names.length >= sipLimits.maxHeaders) return 'Too Many Headers';
    const colon = head.indexOf(':', at);
    if (colon < 0 || colon >= end) return 'Bad Header';
    let nameEnd = colon;
    while (nameEnd > at && isBlank(head.charCodeAt(nameEnd - 1))) nameEnd -= 1;
    const name = canonicalName(head.slice(at, nameEnd));
    if (name === null) return 'Bad Header Name';
    const value = head.slice(colon + 1, end);
    names.push(name);
    values.push((folded ? value.replace(/\r\n[ \t]+/g, ' ') : value).trim());
    at = next;
  }
  return null;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function readBody(data: Buffer, start: number, message: SipMessage): Parsed {
  const available = data.length - start;
  let length = available;
  const at = message.names.indexOf('content-length');
  if (at >= 0) {
    const stated = wholeNumber(message.values[at] ?? '', sipLimits.maxMessageBytes);
    if (stated === null || message.names.includes('content-length', at + 1)) {
      return fail(400, 'Bad Content-Length', message);
    }
    // RFC 3261 §18.3: a datagram that ends before its body does is refused, what follows the body is dropped.
    if (stated > available) return fail(400, 'Body shorter than Content-Length', message);
    length = stated;
  }
  if (length > sipLimits.maxBodyBytes) return fail(413, 'Request Entity Too Large', message);
  if (length > 0) message.body = data.toString('utf8', start, start + length);
  return { ok: true, message };
}
