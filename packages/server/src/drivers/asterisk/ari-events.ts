// What Asterisk tells over ARI, as far as it is listened to (developer documentation, "Asterisk REST Data Models").

export type AriChannel = {
  readonly id: string;
  /** `PJSIP/8001-0000001a` */
  readonly name: string;
  readonly state: string;
  readonly caller: { readonly name: string; readonly number: string };
  readonly dialplan: {
    readonly context: string;
    readonly exten: string;
    readonly app_name?: string;
    readonly app_data?: string;
  };
  /** Those that `channelvars` in ari.conf names. */
  readonly channelvars?: Readonly<Record<string, string>>;
};

export type AriBridge = { readonly id: string; readonly name: string; readonly channels: readonly string[] };

export type AriEvent = { readonly application?: string } & (
  | { readonly type: 'StasisStart'; readonly channel: AriChannel; readonly args: readonly string[] }
  | { readonly type: 'StasisEnd'; readonly channel: AriChannel }
  | { readonly type: 'ChannelStateChange'; readonly channel: AriChannel }
  | { readonly type: 'ChannelDestroyed'; readonly channel: AriChannel; readonly cause: number }
  | { readonly type: 'ChannelDtmfReceived'; readonly channel: AriChannel; readonly digit: string }
  | { readonly type: 'ChannelHold'; readonly channel: AriChannel }
  | { readonly type: 'ChannelUnhold'; readonly channel: AriChannel }
  | { readonly type: 'ChannelTransfer'; readonly refer_to: ReferTo; readonly referred_by: ReferredBy }
  | { readonly type: 'Dial'; readonly peer: AriChannel; readonly dialstatus: string }
  | { readonly type: 'PlaybackFinished'; readonly playback: { readonly id: string; readonly state: string } }
  | { readonly type: 'RecordingStarted' | 'RecordingFinished' | 'RecordingFailed'; readonly recording: AriRecording }
  | { readonly type: 'ContactStatusChange'; readonly endpoint: AriEndpoint; readonly contact_info: AriContact }
  | { readonly type: 'PeerStatusChange'; readonly endpoint: AriEndpoint }
  | { readonly type: 'ApplicationReplaced' }
);

/** `name`: `systemname` of asterisk.conf. */
export type AriConfig = { readonly config: { readonly name: string } };
export type AriInfo = { readonly status: { readonly startup_time: string } };

type ReferTo = { readonly requested_destination?: { readonly destination?: string } };
type ReferredBy = { readonly source_channel?: AriChannel };
export type AriRecording = { readonly name: string; readonly duration?: number; readonly cause?: string };
export type AriEndpoint = { readonly technology: string; readonly resource: string; readonly state?: string };
type AriContact = { readonly contact_status: string; readonly uri: string };

/** What the endpoints tell: what is about them, and what is about channels whose end or beginning is outside the application; told twice, it is no news. */
export const toldByDevices: ReadonlySet<string> = new Set([
  'ContactStatusChange',
  'PeerStatusChange',
  'ChannelStateChange',
  'ChannelDestroyed',
  'Dial',
]);

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const has =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, check]) => check((value as Record<string, unknown>)[name]));
const isChannel = has({
  id: isText,
  name: isText,
  state: isText,
  caller: has({ name: isText, number: isText }),
  dialplan: has({ context: isText, exten: isText }),
});
const isAbsentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** What an event must have for us to listen to it. */
const needs: Readonly<Record<string, Check>> = {
  StasisStart: has({ channel: isChannel, args: (value) => Array.isArray(value) && value.every(isText) }),
  ChannelStateChange: has({ channel: isChannel }),
  ChannelDestroyed: has({ channel: isChannel, cause: (value) => typeof value === 'number' }),
  ChannelDtmfReceived: has({ channel: isChannel, digit: isText }),
  ChannelHold: has({ channel: isChannel }),
  ChannelUnhold: has({ channel: isChannel }),
  ChannelTransfer: has({
    refer_to: has({ requested_destination: isAbsentOr(has({ destination: isAbsentOr(isText) })) }),
    referred_by: has({ source_channel: isAbsentOr(isChannel) }),
  }),
  Dial: has({ peer: isChannel, dialstatus: isText }),
  PlaybackFinished: has({ playback: has({ id: isText }) }),
  RecordingFinished: has({ recording: has({ name: isText }) }),
  RecordingFailed: has({ recording: has({ name: isText }) }),
  ContactStatusChange: has({ endpoint: has({ resource: isText }) }),
  PeerStatusChange: has({ endpoint: has({ resource: isText }) }),
  ApplicationReplaced: has({}),
};

/** By application: the types that it is to send (`eventFilter` of ARI); there are several of others for each of these. */
export const wanted = {
  calls: Object.keys(needs).filter((type) => type !== 'ContactStatusChange' && type !== 'PeerStatusChange'),
  devices: [...toldByDevices],
} as const;

/** @returns the event, when it is one that we listen to and is as it is documented; null: it is passed over. */
export function readEvent(text: string): AriEvent | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!has({ type: isText })(read)) return null;
  const { type } = read as { readonly type: string };
  return Object.hasOwn(needs, type) && needs[type]?.(read) === true ? (read as AriEvent) : null;
}
