// A dialog's identity and route, and the requests made inside it (RFC 3261 §12).
import { isIP } from 'node:net';
import type { SipContext } from './context.ts';
import type { Flow } from './flow.ts';
import { add, callId, contact, cseq, from, header, headerList, newRequest, tagOf, to } from './message.ts';
import type { SipRequest, SipResponse } from './message.ts';
import { allowedMethods } from './replies.ts';
import { paramOf } from './text.ts';
import { hostPort, parseNameAddress, parseUri } from './uri.ts';

export type Dialog = {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From value of our requests, with our tag. */
  readonly local: string;
  /** To value of our requests, with the peer's tag. */
  readonly remote: string;
  readonly remoteUser: string;
  /** User part of our Contact. */
  readonly localUser: string;
  localSeq: number;
  /** -1: none seen yet. */
  remoteSeq: number;
  remoteTarget: string;
  readonly routes: readonly string[];
  flow: Flow;
  /** Whether the peer's Contact may send us to another address than the flow's (trunks); never for users. */
  readonly followsContact: boolean;
};

/** The dialog that an incoming INVITE begins (RFC 3261 §12.1.1). */
export function dialogOfInvite(
  invite: SipRequest,
  localTag: string,
  flow: Flow,
  localUser: string,
  trusted: boolean,
): Dialog {
  return {
    callId: callId(invite),
    localTag,
    remoteTag: tagOf(from(invite)),
    local: `${stripTag(header(invite, 'to') ?? '')};tag=${localTag}`,
    remote: header(invite, 'from') ?? '',
    remoteUser: parseUri(from(invite)?.uri ?? '')?.user ?? '',
    localUser,
    localSeq: 0,
    remoteSeq: cseq(invite)?.number ?? 0,
    remoteTarget: contact(invite)?.uri ?? '',
    routes: headerList(invite, 'record-route'),
    flow,
    followsContact: trusted,
  };
}

/** The dialog that a response to our INVITE begins (RFC 3261 §12.1.2). */
export function dialogOfResponse(
  invite: SipRequest,
  response: SipResponse,
  flow: Flow,
  users: { local: string; remote: string },
  trusted: boolean,
): Dialog {
  return {
    callId: callId(invite),
    localTag: tagOf(from(invite)),
    remoteTag: tagOf(to(response)),
    local: header(invite, 'from') ?? '',
    remote: header(response, 'to') ?? '',
    remoteUser: users.remote,
    localUser: users.local,
    localSeq: cseq(invite)?.number ?? 1,
    remoteSeq: -1,
    remoteTarget: contact(response)?.uri ?? invite.uri,
    routes: headerList(response, 'record-route').toReversed(),
    flow,
    followsContact: trusted,
  };
}

function stripTag(value: string): string {
  const address = parseNameAddress(value);
  return address === null || tagOf(address) === '' ? value : value.replace(/;\s*tag\s*=[^;]*/i, '');
}

/** Our Contact for a peer reached along that flow. */
export function contactFor(flow: Flow, user: string): string {
  // RFC 7118 §5.2.1 knows no `wss` here: a client says `ws`, secure or not.
  const named = flow.transport === 'wss' && flow.localHost.endsWith('.invalid') ? 'ws' : flow.transport;
  const transport = named === 'udp' ? '' : `;transport=${named}`;
  const who = user === '' ? '' : `${user}@`;
  return `<sip:${who}${hostPort(flow.localHost, flow.localPort)}${transport}>`;
}

/** A request inside the dialog; ACK and CANCEL do not count CSeq on (RFC 3261 §12.2.1.1). */
export function requestInDialog(dialog: Dialog, method: string, seq?: number): SipRequest {
  if (seq === undefined) dialog.localSeq += 1;
  const first = dialog.routes[0];
  const strict =
    first !== undefined && paramOf(parseUri(parseNameAddress(first)?.uri ?? '')?.params ?? '', 'lr') === null;
  const request = newRequest(
    method,
    strict ? (parseNameAddress(first)?.uri ?? dialog.remoteTarget) : dialog.remoteTarget,
  );
  add(request, 'max-forwards', '70');
  for (const route of strict ? dialog.routes.slice(1) : dialog.routes) add(request, 'route', route);
  if (strict) add(request, 'route', `<${dialog.remoteTarget}>`);
  add(request, 'from', dialog.local);
  add(request, 'to', dialog.remote);
  add(request, 'call-id', dialog.callId);
  add(request, 'cseq', `${seq ?? dialog.localSeq} ${method}`);
  if (method === 'INVITE' || method === 'UPDATE' || method === 'REFER' || method === 'NOTIFY') {
    add(request, 'contact', contactFor(dialog.flow, dialog.localUser));
    add(request, 'allow', allowedMethods);
  }
  return request;
}

/** The flow for the next request of the dialog. */
export function flowOf(context: SipContext, dialog: Dialog): Flow {
  if (dialog.flow.closed) {
    // A phone that lost its connection and registered over a new one keeps its calls (RFC 5626 §5.3).
    const renewed = context.registrar.find(dialog.remoteUser, dialog.remoteTarget);
    if (renewed !== undefined && !renewed.flow.closed) dialog.flow = renewed.flow;
    else dialog.flow = dialog.flow.again?.() ?? dialog.flow;
  }
  if (!dialog.followsContact || dialog.flow.transport !== 'udp') return dialog.flow;
  const hop = parseUri(parseNameAddress(dialog.routes[0] ?? `<${dialog.remoteTarget}>`)?.uri ?? '');
  if (hop === null || isIP(hop.host) === 0) return dialog.flow;
  const port = hop.port === 0 ? 5060 : hop.port;
  if (hop.host === dialog.flow.remoteAddress && port === dialog.flow.remotePort) return dialog.flow;
  if (isPrivate(hop.host) && !isPrivate(dialog.flow.remoteAddress)) return dialog.flow;
  return context.transports.flowTo({ transport: 'udp', address: hop.host, port, serverName: '' }) ?? dialog.flow;
}

/** RFC 1918 and loopback: a Contact there, from a public address, is behind NAT. */
export function isPrivate(address: string): boolean {
  return /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address);
}
