// The offer/answer model for one audio stream (RFC 3264): what we propose, what we accept, and what came of it.
import { mediaLimits } from '../limits.ts';
import type { G711 } from './g711.ts';
import type { Direction, Sdp, SdpCodec, SdpMedia, SdpSecurity } from './sdp.ts';

/** What the two sides agreed on. */
export type Agreement = {
  readonly codec: G711;
  readonly payloadType: number;
  readonly ptimeMs: number;
  /** Payload type of RFC 4733 digits, where agreed. */
  readonly eventPayloadType: number | null;
  readonly remoteDirection: Direction;
  readonly localDirection: Direction;
  readonly remoteAddress: string | null;
  readonly remotePort: number;
  /** 0: no RTCP is sent. */
  readonly remoteRtcpPort: number;
  readonly remoteRtcpAddress: string | null;
  readonly rtcpMux: boolean;
  readonly security: SdpSecurity | null;
};

/** What our side contributes to a media section. */
export type LocalMedia = {
  readonly port: number;
  readonly rtcpPort: number | null;
  readonly security: SdpSecurity | null;
  readonly ssrc: number | null;
};

const SENDS: readonly Direction[] = ['sendrecv', 'sendonly'];
const RECEIVES: readonly Direction[] = ['sendrecv', 'recvonly'];
const EVENTS = 'telephone-event';

export const sends = (direction: Direction): boolean => SENDS.includes(direction);
export const receives = (direction: Direction): boolean => RECEIVES.includes(direction);

/** The answer's direction to an offered one, held to what we want (RFC 3264 §6.1). */
export function answerDirection(offered: Direction, wanted: Direction): Direction {
  const send = sends(wanted) && receives(offered);
  const receive = receives(wanted) && sends(offered);
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

const g711 = (codec: SdpCodec): G711 | null => {
  const name = codec.name.toUpperCase();
  return codec.clockRateHz === 8000 && (name === 'PCMU' || name === 'PCMA') ? name : null;
};

const events = (media: SdpMedia): SdpCodec | undefined =>
  media.codecs.find((one) => one.name.toLowerCase() === EVENTS && one.clockRateHz === 8000);

/** The first section we can use: audio, not refused, over a transport of ours. */
function usableAudio(sdp: Sdp, secure: boolean): SdpMedia | undefined {
  return sdp.media.find(
    (media) =>
      media.kind === 'audio' &&
      media.port !== 0 &&
      (secure ? media.security !== null : /^RTP\/AVPF?$/.test(media.protocol)) &&
      media.codecs.some((one) => g711(one) !== null),
  );
}

/**
 * Reads the far end's offer or answer.
 * @param wanted what we offered, or want to answer with
 * @throws Error when there is no audio section with a codec of ours
 */
export function agree(
  remote: Sdp,
  secure: boolean,
  wanted: Direction,
): { readonly media: SdpMedia; readonly agreement: Agreement } {
  const media = usableAudio(remote, secure);
  if (media === undefined) throw new Error(refusal(remote, secure));
  const codec = media.codecs.find((one) => g711(one) !== null)!;
  // A null connection address is the older way to hold (RFC 3264 §8.4): nothing may be sent there.
  const nullAddress = !secure && (media.address === null || media.address === '0.0.0.0' || media.address === '::');
  const whenNull: Direction = sends(media.direction) ? 'sendonly' : 'inactive';
  const remoteDirection = nullAddress ? whenNull : media.direction;
  return {
    media,
    agreement: {
      codec: g711(codec)!,
      payloadType: codec.payloadType,
      ptimeMs: ptime(media),
      eventPayloadType: events(media)?.payloadType ?? null,
      remoteDirection,
      localDirection: answerDirection(remoteDirection, wanted),
      remoteAddress: media.address,
      remotePort: media.port,
      remoteRtcpPort: media.rtcpPort ?? rtcpPortOf(media.port, media.rtcpMux),
      remoteRtcpAddress: media.rtcpAddress,
      rtcpMux: media.rtcpMux,
      security: media.security,
    },
  };
}

/** RFC 3550 §11: the next higher port, or the same one (RFC 5761). @returns 0 when there is none above. */
export const rtcpPortOf = (rtpPort: number, mux: boolean): number => (mux ? rtpPort : (rtpPort + 1) & 0xffff);

function ptime(media: SdpMedia): number {
  const asked = Math.min(media.ptimeMs ?? mediaLimits.frameMs, media.maxPtimeMs ?? mediaLimits.maxPtimeMs);
  return Math.max(mediaLimits.minPtimeMs, Math.min(mediaLimits.maxPtimeMs, asked));
}

function refusal(remote: Sdp, secure: boolean): string {
  const audio = remote.media.find((media) => media.kind === 'audio');
  if (audio === undefined) return 'the far end describes no audio';
  if (audio.port === 0) return 'the far end refused the audio';
  if (secure !== (audio.security !== null)) return 'the far end speaks another media transport';
  return 'no common audio codec';
}

const OUR_CODECS: readonly SdpCodec[] = [
  { payloadType: 0, name: 'PCMU', clockRateHz: 8000, format: null },
  { payloadType: 8, name: 'PCMA', clockRateHz: 8000, format: null },
  { payloadType: 101, name: EVENTS, clockRateHz: 8000, format: '0-16' },
];

/** Our offer; after an agreement its codec comes first and its payload types stay (RFC 3264 §8.3.2). */
export function offerMedia(local: LocalMedia, direction: Direction, before: Agreement | null, mid: string): SdpMedia {
  const codecs = OUR_CODECS.map((one) => {
    if (before === null) return one;
    if (one.name === before.codec) return { ...one, payloadType: before.payloadType };
    return one.name === EVENTS && before.eventPayloadType !== null
      ? { ...one, payloadType: before.eventPayloadType }
      : one;
  });
  codecs.sort((one, other) => Number(other.name === before?.codec) - Number(one.name === before?.codec));
  return section(local, direction, codecs, mediaLimits.frameMs, mid, local.security !== null);
}

/** Our answer to the section `offered`. */
export function answerMedia(local: LocalMedia, offered: SdpMedia, agreement: Agreement): SdpMedia {
  const event = events(offered);
  const codecs: SdpCodec[] = [
    { payloadType: agreement.payloadType, name: agreement.codec, clockRateHz: 8000, format: null },
    ...(event ? [{ payloadType: event.payloadType, name: EVENTS, clockRateHz: 8000, format: '0-16' }] : []),
  ];
  const ours = section(local, agreement.localDirection, codecs, agreement.ptimeMs, offered.mid, offered.rtcpMux);
  return { ...ours, protocol: offered.protocol };
}

function section(
  local: LocalMedia,
  direction: Direction,
  codecs: readonly SdpCodec[],
  ptimeMs: number,
  mid: string | null,
  rtcpMux: boolean,
): SdpMedia {
  return {
    kind: 'audio',
    port: local.port,
    protocol: local.security === null ? 'RTP/AVP' : 'UDP/TLS/RTP/SAVPF',
    formats: [],
    address: null,
    direction,
    codecs,
    ptimeMs,
    maxPtimeMs: null,
    rtcpPort: rtcpMux ? null : local.rtcpPort,
    rtcpAddress: null,
    rtcpMux,
    mid: local.security === null ? null : mid,
    ssrc: local.ssrc,
    security: local.security,
  };
}

/** A section of the offer we do not take: port 0, everything else echoed (RFC 3264 §6). */
export const refuse = (offered: SdpMedia): SdpMedia => ({ ...offered, port: 0 });
