// What the program tells pages without being asked, in the words of the draft (seed 002) and of version 6.
import type { Objects } from './objects.ts';
import type { IpscEventRow, Worded } from './row.ts';

/** Everything that can happen, as the program tells itself. */
export type Happenings = {
  status: { readonly oldState: number; readonly newState: number; readonly oldWorkType: number; readonly newWorkType: number };
  teleState: { readonly oldState: number; readonly newState: number };
  connection: { readonly ctiIndex: number; readonly oldState: number; readonly newState: number };
  mainConnection: Nothing;
  groups: Nothing;
  holdList: Nothing;
  ring: { readonly call: Objects['call'] };
  held: { readonly call: Objects['call'] };
  queueInfo: { readonly queueInfo: Objects['queueInfo'] };
  registration: { readonly account: Objects['phoneAccountInfo'] };
  sipCall: Nothing;
  stats: Nothing;
  loginCompleted: Nothing;
  echo: { readonly message: string };
  calls: Nothing;
  lights: { readonly lights: Objects['lights'] };
  pairing: { readonly pairings: readonly Objects['pairingRequest'][] };
  soundWanted: { readonly wanted: boolean };
  soundDevice: { readonly captureDeviceId: number; readonly playbackDeviceId: number };
};
export type Nothing = Readonly<Record<never, never>>;
export type HappeningName = keyof Happenings;
export type Happening = { [Name in HappeningName]: { readonly name: Name; readonly detail: Happenings[Name] } }[HappeningName];

type Row<Name extends HappeningName> = IpscEventRow<Happenings[Name]>;

const bare = (method: string): Worded<unknown> => ({ method, carries: [], values: () => [] });

/** Ours: the same words in both generations. */
function ours<Detail extends object>(says: string, method: string, ...carries: readonly (keyof Detail & string)[]): IpscEventRow<Detail> {
  const worded: Worded<Detail> = { method, carries, values: (detail) => carries.map((key) => detail[key]) };
  return { says, draft: worded, v6: worded, isOurs: true };
}

export const events: { readonly [Name in HappeningName]: Row<Name> } = {
  status: {
    says: 'State or work type is another.',
    draft: { method: 'onAgentStatusChanged', carries: ['agentState', 'workType'], values: ({ newState, newWorkType }) => [newState, newWorkType] },
    v6: { method: 'onStatusChanged', carries: ['oldState', 'newState', 'oldWorkType', 'newWorkType'], values: ({ oldState, newState, oldWorkType, newWorkType }) => [oldState, newState, oldWorkType, newWorkType] },
  },
  teleState: {
    says: 'The telephone was taken off the hook, or put on it.',
    draft: null,
    v6: { method: 'onTeleStateChanged', carries: ['oldState', 'newState'], values: ({ oldState, newState }) => [oldState, newState] },
  },
  connection: {
    says: 'The program stands differently with a CTI server.',
    draft: { method: 'onConnectStateChanged', carries: ['index', 'state'], values: ({ ctiIndex, newState }) => [ctiIndex, newState] },
    v6: { method: 'onCtiConnectionStateChanged', carries: ['ctiIndex', 'oldState', 'newState'], values: ({ ctiIndex, oldState, newState }) => [ctiIndex, oldState, newState] },
  },
  mainConnection: { says: 'Another CTI server is the main one.', draft: null, v6: bare('onMainCtiConnectionChanged') },
  groups: { says: 'The groups that he is signed in to are others.', draft: bare('onSkillGroupsChanged'), v6: bare('onSignedGroupsChanged') },
  holdList: { says: 'A call was held or taken back.', draft: bare('onHoldListChanged'), v6: null },
  ring: {
    says: 'A call rings.',
    draft: { method: 'onRingReceived', carries: ['ringInfo'], values: ({ call: { ctiIndex: index, channel, customString } }) => [{ index, channel, customString }] },
    v6: { method: 'onRingCallReceived', carries: ['call'], values: ({ call }) => [call] },
  },
  held: { says: 'A call was held or taken back: this one.', draft: null, v6: { method: 'onHeldCallReceived', carries: ['call'], values: ({ call }) => [call] } },
  queueInfo: { says: 'A call waits, rings somewhere, or no longer waits.', draft: null, v6: { method: 'onQueueInfoReceived', carries: ['queueInfo'], values: ({ queueInfo }) => [queueInfo] } },
  registration: {
    says: 'The telephone stands differently with a registrar.',
    draft: { method: 'onPhonAccountRegStateChanged', carries: ['phoneAccountInfo'], values: ({ account }) => [account] },
    v6: bare('onSipRegisterStateChanged'),
  },
  sipCall: { says: 'A call of the telephone went on.', draft: null, v6: bare('onSipCallStateChanged') },
  stats: { says: 'The numbers of today are others.', draft: null, v6: bare('onStatsChanged') },
  loginCompleted: { says: 'The login is through.', draft: null, v6: bare('onLoginCompleted') },
  echo: { says: '`echo` was called.', draft: null, v6: { method: 'onEchoTriggered', carries: ['message'], values: ({ message }) => [message] } },
  calls: ours('Something about a call is another: `getCalls`.', 'onCallsChanged'),
  lights: ours('A light of the program is another.', 'onLightsChanged', 'lights'),
  pairing: ours('Pages wait to be let in, or no longer do; for the window.', 'onPairingsChanged', 'pairings'),
  soundWanted: ours('A call needs the window\'s sound, or no longer does; for the window.', 'onSoundWanted', 'wanted'),
  soundDevice: ours('Devices were chosen by `setSoundDevice`; for the window.', 'onSoundDeviceChosen', 'captureDeviceId', 'playbackDeviceId'),
};

/** Told to the program's own window alone. */
export const windowOnly: ReadonlySet<HappeningName> = new Set(['pairing', 'soundWanted', 'soundDevice']);
