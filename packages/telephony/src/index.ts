// What other packages see of telephony.
export type * from './common.ts';
export type * from './sip/sip-server.ts';
export type * from './media/media-engine.ts';
export type * from './phone/phone.ts';
