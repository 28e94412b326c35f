// What other packages see of telephony.
export type * from './common.ts';
export type * from './sip/sip-server.ts';
export type * from './media/media-engine.ts';
export { createMediaEngine } from './media/engine.ts';
export { dominantFrequency, levelAt, type Loudest } from './media/frequency.ts';
export type * from './phone/phone.ts';
export { CallState } from './phone/call-state.ts';
export { createSipServer } from './sip/server.ts';
export { computeHa1 } from './sip/digest.ts';
export { SoftwareCall, type DialOptions } from './phone/call.ts';
export { readWav, wavHeader, WAV_HEADER_BYTES } from './media/wav.ts';
export { createPhone } from './phone/software-phone.ts';
export { createPhoneStack, localAddressTowards } from './phone/stack.ts';
export type { PhoneStack, PhoneStackOptions } from './phone/stack.ts';
