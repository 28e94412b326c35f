// A channel that calls: to a telephone of ours with what its page is to know, or outside by a gateway.
import { limits } from '../../limits.ts';
import { callerNameOf, callHeaders } from '../call-headers.ts';
import type { Wish } from '../switch.ts';
import type { Trunk } from '../external/trunks.ts';

export type Originate = Extract<Wish, { effect: 'originate' }>;

/** Every move costs one, and the channel ends with the last (`switch_ivr_session_transfer`; FreeSWITCH would begin at 70). */
const transfers = 1_000_000_000;

/** What FreeSWITCH would read as an end of the value, of the variables, of the argument, or as a variable to put in. */
const plain = (value: string): string => value.replaceAll(/['"\\,|{}[\]^$`\r\n]/gu, '');
const dialled = (number: string): string => number.replaceAll(/[^\w.*#+-]/gu, '');

export function originateOf(wish: Originate, domain: string, trunk: Trunk | null): string {
  const { callId, connectionId, to, from, timeoutMs } = wish;
  const headers = to.kind === 'device' ? Object.entries(callHeaders(wish, domain)) : [];
  const variables = {
    origination_uuid: connectionId,
    origination_caller_id_number: from.number === '' ? (trunk?.callerId ?? '') : from.number,
    origination_caller_id_name: callerNameOf(from.name),
    // Ours is the time that counts; this one is for the case that we are gone.
    originate_timeout: String(Math.ceil((timeoutMs + limits.eslOriginateGraceMs) / 1_000)),
    ignore_early_media: 'true',
    // Whoever forwards is not called elsewhere, past the core: to FreeSWITCH's own address that would be a call of nobody's.
    outbound_redirect_fatal: 'true',
    hangup_after_bridge: 'false',
    max_session_transfers: String(transfers),
    send_silence_when_idle: '-1',
    // As the set's dialplan has it for those who call.
    media_timeout: String(limits.eslMediaSilenceMs),
    media_hold_timeout: String(limits.eslMediaHoldMs),
    cordboard_kind: 'out',
    cordboard_call: callId,
    ...(trunk === null ? {} : { cordboard_trunk: trunk.id }),
    ...Object.fromEntries(headers.map(([name, value]) => [`sip_h_${name}`, value.replaceAll("'", '%27')])),
  };
  const said = Object.entries(variables)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}='${plain(value)}'`);
  const endpoint =
    to.kind === 'device'
      ? `user/${dialled(to.deviceId)}@${domain}`
      : `sofia/gateway/${trunk?.id ?? ''}/${dialled(to.number)}`;
  return `originate {${said.join(',')}}${endpoint} &park()`;
}
