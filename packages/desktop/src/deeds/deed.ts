// The shape of what carries out a method.
import type { IpscMethod, IpscParams, IpscProfile, IpscResult } from '@cordboard/contract/dialects/ipsc';
import type { Recorded } from '../agent/history.ts';
import type { Desk } from '../desk.ts';

/** The page that asks. */
export interface Asker {
  readonly profile: IpscProfile;
  /** In the words of its generation; null: it has none for this. */
  words(recorded: Recorded): { readonly method: string; readonly params: readonly unknown[] } | null;
  /** @returns the token of a new pairing. @throws Refusal pairingRefused. */
  pair(name: string): Promise<string>;
  /** @throws Refusal notPaired. */
  authenticate(token: string): void;
}

export type Deed<M extends IpscMethod> = (
  desk: Desk,
  params: IpscParams<M>,
  asker: Asker,
) => IpscResult<M> | Promise<IpscResult<M>>;

export type Deeds<M extends IpscMethod> = { readonly [Method in M]: Deed<Method> };
