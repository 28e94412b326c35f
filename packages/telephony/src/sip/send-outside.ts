// Sends a request that has no transaction: the ACK of a 2xx (RFC 3261 §13.2.2.4).
import type { Flow } from './flow.ts';
import { newBranch } from './ids.ts';
import { serialize } from './message.ts';
import type { SipRequest } from './message.ts';
import { ourVia } from './replies.ts';

/** Returns the text, to be repeated when the 2xx is. */
export function sendOutside(request: SipRequest, flow: Flow): string {
  request.names.unshift('via');
  request.values.unshift(ourVia(flow, newBranch()));
  const text = serialize(request);
  flow.send(text);
  return text;
}
