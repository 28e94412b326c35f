// The framing of the event socket: headers, an empty line, and as many bytes of body as Content-Length says.
import { limits } from '../../limits.ts';

export type EslHeaders = Readonly<Record<string, string>>;
export type EslFrame = { readonly type: string; readonly headers: EslHeaders; readonly body: string };
/** An event: its headers by FreeSWITCH's names, and `_body` where it has one. */
export type EslEvent = EslHeaders;

/** What came is not the event socket's: the connection cannot be read any further. */
export class EslGarbage extends Error {
  constructor(what: string) {
    super(`not the event socket: ${what}`);
    this.name = 'EslGarbage';
  }
}

export class EslParser {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Nothing can be read before so many bytes are there. */
  #needed = 1;

  /**
   * @returns the frames that are whole now.
   * @throws EslGarbage
   */
  push(chunk: Buffer): readonly EslFrame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const frames: EslFrame[] = [];
    for (;;) {
      rest = rest.subarray(blankBytes(rest));
      const end = rest.indexOf('\n\n');
      if ((end < 0 ? rest.length : end) > limits.eslMaxHeaderBytes) throw new EslGarbage('headers without end');
      this.#needed = rest.length + 1;
      if (end < 0) break;
      const headers = headersOf(rest.toString('utf8', 0, end));
      const bodyBytes = bodyBytesOf(headers);
      this.#needed = end + 2 + bodyBytes;
      if (rest.length < this.#needed) break;
      frames.push({
        type: headers['Content-Type'] ?? '',
        headers,
        body: rest.toString('utf8', end + 2, this.#needed),
      });
      rest = rest.subarray(this.#needed);
    }
    this.#chunks = [rest];
    this.#length = rest.length;
    return frames;
  }
}

/** @throws EslGarbage when the body is no event. */
export function eventOf({ type, body }: EslFrame): EslEvent {
  return type === 'text/event-json' ? fromJson(body) : fromPlain(body);
}

function fromJson(body: string): EslEvent {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    throw new EslGarbage('an event that is no JSON');
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new EslGarbage('an event without headers');
  const event: Record<string, string> = {};
  for (const [name, value] of Object.entries(read))
    event[name] = typeof value === 'string' ? value : JSON.stringify(value);
  return event;
}

/** Values are percent-encoded; a body of its own follows its own Content-Length. */
function fromPlain(body: string): EslEvent {
  const end = body.indexOf('\n\n');
  const headers = headersOf(end < 0 ? body.trimEnd() : body.slice(0, end));
  const event: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) event[name] = decoded(value);
  return 'Content-Length' in headers && end >= 0 ? { ...event, _body: body.slice(end + 2) } : event;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function headersOf(text: string): EslHeaders {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [whole, name = '', value = ''] = /^([\w.-]+): ?(.*?)\r?$/u.exec(line) ?? [];
    if (whole === undefined) throw new EslGarbage('a line that is no header');
    headers[name] = value;
  }
  return headers;
}

function bodyBytesOf(headers: EslHeaders): number {
  if (headers['Content-Type'] === undefined) throw new EslGarbage('a frame without Content-Type');
  const said = headers['Content-Length'] ?? '0';
  if (!/^\d{1,9}$/u.test(said)) throw new EslGarbage('a Content-Length that is no number');
  const bytes = Number(said);
  if (bytes > limits.eslMaxBodyBytes) throw new EslGarbage('a body that is too large');
  return bytes;
}

function blankBytes(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 10 || bytes[at] === 13) at += 1;
  return at;
}
