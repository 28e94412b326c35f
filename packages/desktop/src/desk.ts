// The program's inside as its methods see it: the agent's model, his servers, his telephone, and what pages are told.
import type { Happening, IpscObjects } from '@cordboard/contract/dialects/ipsc';
import type { Channels } from './agent/channels.ts';
import type { History, Recorded } from './agent/history.ts';
import type { Model, ModelCall } from './agent/model.ts';
import type { CtiServers } from './cti/cti-servers.ts';
import type { Pairings } from './local/pairings.ts';
import type { Telephone } from './phone/telephone.ts';
import type { Settings } from './settings/settings.ts';

export interface Desk {
  readonly settings: Settings;
  readonly model: Model;
  readonly cti: CtiServers;
  readonly telephone: Telephone;
  readonly history: History;
  readonly channels: Channels;
  readonly pairings: Pairings;
  readonly lights: IpscObjects['lights'];
  soundDevices: readonly IpscObjects['soundDevice'][];
  /** Where the bar in the window connects, and its token. */
  readonly door: { readonly path: string; readonly token: string };
  happened(happening: Happening): void;
  onHappening(listener: (recorded: Recorded) => void): () => void;
  /** @returns the call's id at its server. @throws Refusal noSuchSession. */
  callIdAt(ctiIndex: number, channel: number): string;
  /** Resolves when the model is so; rejects with `timedOut`. */
  until(isSo: (model: Model) => boolean, timeoutMs: number): Promise<void>;
  /** The same without an end of its own: a server's answer comes before the events that it caused, and another event may come between. */
  settle(isSo: (model: Model) => boolean): Promise<void>;
  showWindow(): Promise<void>;
  hideWindow(): void;
  exit(code: number): void;
}

/** The call that the agent talks in, else dials, else holds. */
export function presentCall({ calls, main }: Model): ModelCall | null {
  const live = calls.filter(({ phase }) => phase !== 'over' && phase !== 'ringing');
  const of = (phase: ModelCall['phase']): ModelCall | undefined =>
    live.find((call) => call.phase === phase && call.ctiIndex === main) ?? live.find((call) => call.phase === phase);
  return of('talking') ?? of('consulting') ?? of('dialling') ?? of('held') ?? null;
}
