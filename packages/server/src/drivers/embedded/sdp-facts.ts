// The little that the switch itself reads of what a telephone says about its sound; everything else is the media half's.
import type { SipBinding } from '@cordboard/telephony';

/** Whether the sender of this SDP has put us on hold: it will not listen (RFC 3264 §8.4). The zero address is RFC 2543's way; browsers use it for other things. */
export function isHold(sdp: string): boolean {
  if (/^a=(sendonly|inactive)\s*$/m.test(sdp)) return true;
  return !isWebrtc(sdp) && /^c=IN IP4 0\.0\.0\.0\s*$/m.test(sdp);
}

/** Whether an answer takes no sound at all (RFC 3264 §6): a telephone whose browser went away before it could take the offer. */
export const isRefusal = (sdp: string): boolean => /^m=audio 0 /m.test(sdp) && !/^m=audio [1-9]/m.test(sdp);

/** Whether digits may be sent as RFC 4733 events. */
export function takesTelephoneEvents(sdp: string): boolean {
  return /^a=rtpmap:\d+ telephone-event\//im.test(sdp);
}

/** Whether the offer is a browser's: DTLS-SRTP with feedback (RFC 8827 §6.5). */
export function isWebrtc(sdp: string): boolean {
  return /^m=audio \d+ (UDP|TCP)\/TLS\/RTP\/SAVPF?\s/m.test(sdp);
}

/** Whether a registered telephone speaks WebRTC: a browser over WebSocket, or one that says so in its Contact, since another server stands between. */
export const speaksWebrtc = ({ transport, contact }: Pick<SipBinding, 'transport' | 'contact'>): boolean =>
  transport === 'ws' || transport === 'wss' || /;webrtc(;|>|$)/.test(contact);
