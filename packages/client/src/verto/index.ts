// What pages and programs see of the Verto client: the classes of seed 001, and the connection that goes without saying.
import { Verto } from './verto.ts';

export { Verto, type SubscribeOptions } from './verto.ts';
export { VertoCallcenter, type Args, type Failed, type Outcome, type Success } from './callcenter.ts';
export { VertoError } from './error.ts';
export type { VertoCallbacks, VertoOptions, VertoParams } from './parameters.ts';
export type { Handle, VertoEvent } from './subscriptions.ts';

/** Seed 001, 多连接: there is one already. */
export const verto = new Verto();
export default verto;
