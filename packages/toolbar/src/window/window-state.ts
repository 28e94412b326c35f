// What the desktop program's window knows, as the program tells it.

export type Light = { readonly host: string; readonly port: number; readonly isMain: boolean; readonly state: number };

export type Lights = {
  readonly servers: readonly Light[];
  readonly registrars: readonly { readonly uri: string; readonly status: number }[];
  readonly pages: number;
  readonly sound: 'open' | 'ready' | 'none';
  readonly isOpenToAnyPage: boolean;
};

export type PairingRequest = { readonly id: string; readonly origin: string; readonly name: string };

export type Group = { readonly id: string; readonly name: string; readonly isSigned: boolean };

export type WindowModel = {
  readonly workerNum: string;
  readonly state: number;
  readonly teleState: number;
  readonly groups: readonly Group[];
};

export const nobody: WindowModel = { workerNum: '', state: -1, teleState: 0, groups: [] };
export const noLights: Lights = { servers: [], registrars: [], pages: 0, sound: 'none', isOpenToAnyPage: false };

/** Events after which the model is another. */
export const changesModel: ReadonlySet<string> = new Set([
  'onStatusChanged',
  'onSignedGroupsChanged',
  'onLoginCompleted',
  'onCtiConnectionStateChanged',
  'onMainCtiConnectionChanged',
]);
