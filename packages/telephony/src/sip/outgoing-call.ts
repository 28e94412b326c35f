// From the wish to call somebody to an INVITE along the right flow.
import { Call } from './call.ts';
import type { SipContext } from './context.ts';
import { newCallId, newTag } from './ids.ts';
import { Inviting } from './inviting.ts';
import type { Invitation } from './inviting.ts';
import { locate } from './locate.ts';
import type { Binding } from './registrar.ts';
import type { InviteOptions, SipBinding, SipTransport } from './sip-server.ts';
import { escapeUser } from './text.ts';
import { hostPort, isHost, nameAddress, parseUri } from './uri.ts';

type OutsideTarget = Exclude<InviteOptions['target'], SipBinding>;

/** Starts the call; what becomes of it comes as its events. */
export function startCall(context: SipContext, options: InviteOptions): Call {
  const { target } = options;
  const binding = 'contact' in target ? context.registrar.find(target.user, target.contact) : undefined;
  const uri = 'contact' in target ? target.contact : target.uri;
  const user = 'contact' in target ? target.user : (parseUri(target.uri)?.user ?? '');
  const domain = hostPort(context.options.domain, 0);
  const callerDomain = options.callerDomain === undefined ? domain : hostPort(options.callerDomain, 0);
  const localTag = newTag();
  const credentials = 'uri' in target ? (target.credentials ?? null) : null;
  const call = new Call(context, {
    direction: 'outgoing',
    callId: newCallId(),
    localTag,
    localUser: user,
    remoteUser: user,
    remoteName: '',
    remoteSdp: null,
    remoteTransport: transportOf(options, binding),
    replacesCallId: null,
    credentials,
  });
  const callerUri = `sip:${options.callerNumber === '' ? 'anonymous' : escapeUser(options.callerNumber)}@${callerDomain}`;
  const invitation: Invitation = {
    uri,
    from: `${nameAddress(options.callerName, callerUri)};tag=${localTag}`,
    to: 'contact' in target ? `<sip:${escapeUser(user)}@${domain}>` : `<${target.uri}>`,
    routes: binding?.path ?? [],
    headers: options.headers ?? {},
    sdp: options.sdp,
    localUser: options.callerNumber === '' ? '' : escapeUser(options.callerNumber),
    callerNumber: options.callerNumber,
    timeoutMs: options.timeoutMs,
    trusted: !('contact' in target),
  };
  const inviting = new Inviting(call, invitation);
  call.setup = inviting;
  if ('contact' in target) startAtBinding(context, inviting, binding);
  else if (options.callerDomain !== undefined && !isHost(options.callerDomain)) inviting.start(null);
  else startOutside(context, inviting, target);
  return call;
}

function startOutside(context: SipContext, inviting: Inviting, target: OutsideTarget): void {
  // What cannot stand in a Request-URI is nobody's address, and must not add lines to ours.
  const unfit = /[\s<>"]/.test(target.uri);
  const hop = unfit || parseUri(target.uri) === null ? null : parseUri(target.proxy ?? target.uri);
  if (hop === null) inviting.start(null);
  else
    locate(
      hop,
      target.transport,
      (place) => inviting.start(place === null ? null : context.transports.flowTo(place)),
      target.webSocketUrl,
    );
}

function startAtBinding(context: SipContext, inviting: Inviting, binding: Binding | undefined): void {
  if (binding === undefined) inviting.start(null);
  else if (binding.natted || (binding.flow.reliable && !binding.flow.closed)) inviting.start(binding.flow);
  else {
    const uri = parseUri(binding.contact);
    const wanted = binding.transport === 'tcp' || binding.transport === 'tls' ? binding.transport : 'udp';
    if (uri === null) inviting.start(null);
    else locate(uri, wanted, (place) => inviting.start(place === null ? null : context.transports.flowTo(place)));
  }
}

function transportOf(options: InviteOptions, binding: Binding | undefined): SipTransport {
  if (binding !== undefined) return binding.transport;
  const { target } = options;
  if ('contact' in target) return target.transport;
  if (target.webSocketUrl !== undefined) return /^wss:/i.test(target.webSocketUrl) ? 'wss' : 'ws';
  return target.transport ?? 'udp';
}
