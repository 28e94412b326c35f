// A channel that calls: to an endpoint of ours with what its page is to know, or outside by a trunk.
import type { CallId } from '@cordboard/domain';
import { callerNameOf, callHeaders } from '../call-headers.ts';
import type { Wish } from '../switch.ts';
import type { Asterisk } from './asterisk.ts';
import { CALL_VARIABLE, callMark } from './naming.ts';
import type { Trunk } from '../external/trunks.ts';

/** A REFER is told of, and not carried out behind our back. */
const transferHandling = { 'PJSIP_TRANSFER_HANDLING()': 'ari-only' } as const;

/**
 * @param telephone the endpoint of the device that is called.
 * @throws AriError when it cannot even be tried.
 */
export async function dial(
  asterisk: Asterisk,
  wish: Extract<Wish, { effect: 'originate' }>,
  trunk: Trunk | null,
  telephone: string,
): Promise<void> {
  const { connectionId, to, from } = wish;
  const { app } = asterisk;
  const endpoint = to.kind === 'device' ? `PJSIP/${telephone}` : `PJSIP/${to.number}@${trunk?.id ?? ''}`;
  const headers = to.kind === 'device' ? Object.entries(callHeaders(wish, '')) : [];
  const variables = {
    'CONNECTEDLINE(name,i)': callerNameOf(from.name),
    'CONNECTEDLINE(num,i)': from.number === '' ? (trunk?.callerId ?? '') : from.number,
    [CALL_VARIABLE]: callMark(app, wish.callId),
    ...transferHandling,
    ...Object.fromEntries(headers.map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value])),
  };
  // In one step; of its ringing we are told by its endpoint, to which the other application is subscribed.
  const called = { endpoint, app, appArgs: 'out', channelId: connectionId, timeout: -1 };
  await asterisk.ask('POST', '/channels', called, { variables });
}

/** What called us is set up when it comes in. */
export async function handleTransfers(asterisk: Asterisk, id: string): Promise<void> {
  for (const [variable, value] of Object.entries(transferHandling))
    await asterisk.channel('POST', id, 'variable', { variable, value });
}

/** It says whose it is, for a later life of ours. */
export async function mark(asterisk: Asterisk, id: string, callId: CallId): Promise<void> {
  const value = callMark(asterisk.app, callId);
  await asterisk.channel('POST', id, 'variable', { variable: CALL_VARIABLE, value });
}
