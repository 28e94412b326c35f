// What the bar shows: one immutable object, made by the store from what the server, the phone and the agent say.
import type { ActionName } from './actions/actions.table.ts';
import type { Language, Words } from './strings.table.ts';

export type LinkLight = 'down' | 'connecting' | 'up' | 'lost';
export type PhoneLight = 'none' | 'desk' | 'deskGone' | 'connecting' | 'registered' | 'failed';
export type MicrophoneLight = 'unasked' | 'asking' | 'ready' | 'open' | 'refused' | 'absent' | 'busy' | 'insecure';

export type AgentStateName = 'null' | 'notReady' | 'ready' | 'busy' | 'workingAfterCall';

export type Me = {
  readonly agentId: string;
  readonly name: string;
  readonly deviceId: string | null;
  readonly state: AgentStateName;
  readonly reason: string;
  /** Server's clock, ms since the epoch. */
  readonly since: number;
  readonly pending: { readonly state: 'ready' | 'notReady' | 'null'; readonly reason: string } | null;
  readonly wrapUpUntilMs: number | null;
  readonly backedOffUntilMs: number | null;
  readonly groupId: string | null;
  readonly callsAnswered: number;
  readonly callsMissed: number;
  /** Agent methods that the server would accept now. */
  readonly allowed: readonly string[];
};

/** Where the agent's own connection in the call has come to. */
export type CallPhase = 'ringing' | 'dialling' | 'talking' | 'held';

/** Why the agent's telephone was called. */
export type Purpose = 'call' | 'transfer' | 'consultation' | 'conference' | 'pickUp' | 'takeOver' | 'check';

/** Somebody whom the agent has asked into his call. */
export type Consultation = {
  readonly name: string;
  readonly state: 'ringing' | 'inviting' | 'consulting' | 'alternated' | 'conference';
};

export type MyCall = {
  readonly callId: string;
  readonly kind: 'inbound' | 'outbound' | 'internal';
  readonly phase: CallPhase;
  readonly party: { readonly name: string; readonly number: string };
  readonly dialled: string;
  readonly queueName: string | null;
  readonly purpose: Purpose;
  /** The colleague who asks, invites, or sent the call on: his name, or his id. */
  readonly askedBy: string | null;
  /** Where the number belongs: one name for Chinese readers, one for others; null: not known. */
  readonly area: { readonly zh: string; readonly en: string } | null;
  /** Present while this agent has asked somebody in. */
  readonly consultation: Consultation | null;
  /** What the voice menu collected and what programs attached. */
  readonly data: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** Since when the caller waits for a person. */
  readonly waitingSince: number | null;
  readonly ringingSince: number | null;
  readonly connectedAt: number | null;
  /** When the present phase began. */
  readonly phaseSince: number;
  readonly muted: boolean;
  readonly heldByOther: boolean;
  readonly recorded: boolean;
  /** It is on record, but for now nothing is kept. */
  readonly recordingPaused: boolean;
  /** The switch is away: the call goes on, and nothing can be done with it. */
  readonly outOfReach: boolean;
  /** False when the page has been refreshed during the call: the call goes on, its sound was at the page that is gone. */
  readonly soundHere: boolean;
  /** Call methods that the server would accept now. */
  readonly allowed: readonly string[];
  readonly sentDigits: string;
};

export type RecentCall = {
  readonly callId: string;
  readonly way: 'incoming' | 'outgoing' | 'missed';
  readonly number: string;
  readonly name: string;
  readonly queueName: string | null;
  readonly at: number;
  readonly talkMs: number;
};

export type Activity = 'none' | 'ringing' | 'calling' | 'talking' | 'hold' | 'muted';

export type Colleague = {
  readonly agentId: string;
  readonly name: string;
  readonly groupId: string | null;
  readonly state: AgentStateName;
  readonly reason: string;
  readonly since: number;
  readonly activity: Activity;
  /** With whom, for who may watch; null: with nobody, or not told. */
  readonly with: string | null;
  readonly deviceId: string | null;
};

/** What a supervisor may do to the calls and the state of one who works for him. */
export type Intervention =
  | 'listen'
  | 'whisper'
  | 'bargeIn'
  | 'pickUp'
  | 'takeOver'
  | 'clearCall'
  | 'makeReady'
  | 'makeNotReady'
  | 'signOutOther';
export type WatchMode = 'listen' | 'whisper' | 'bargeIn';

/** The call of somebody else at which this supervisor is. */
export type Supervision = {
  readonly agentId: string;
  readonly name: string;
  readonly mode: WatchMode;
  /** Null: his own telephone rings for it. */
  readonly connectedAt: number | null;
};

export type LeaveApplication = {
  readonly agentId: string;
  readonly name: string;
  readonly state: 'applied' | 'approved' | 'away';
  readonly reason: string;
  readonly durationMs: number | null;
  readonly appliedAt: number;
  readonly overdue: boolean;
};

export type Day = {
  readonly answered: number;
  readonly missed: number;
  readonly made: number;
  readonly talkMs: number;
  readonly readyMs: number;
};

export type Directory = {
  readonly colleagues: readonly Colleague[];
  readonly queues: readonly { readonly queueId: string; readonly name: string; readonly waiting: number | null }[];
  readonly menus: readonly { readonly ivrId: string; readonly name: string }[];
  readonly presets: readonly { readonly ivrProfileId: string; readonly name: string }[];
};

export type CallTarget =
  | { readonly kind: 'agent'; readonly agentId: string }
  | { readonly kind: 'queue'; readonly queueId: string }
  | { readonly kind: 'ivr'; readonly ivrId: string }
  | { readonly kind: 'ivrProfile'; readonly ivrProfileId: string }
  | { readonly kind: 'number'; readonly number: string };

export type DeviceChoice = { readonly deviceId: string; readonly name: string; readonly taken: boolean };

export type Notice = { readonly kind: 'fault' | 'news'; readonly words: Words; readonly id: number };

/** A panel that the agent has opened; at most one. */
export type Panel = { readonly kind: CallPanelKind; readonly callId: string } | { readonly kind: BarPanelKind };
export type CallPanelKind = 'keypad' | 'transfer' | 'consult' | 'invite' | 'grade';
export type BarPanelKind = 'dial' | 'recent' | 'settings' | 'help' | 'team' | 'leave';

/** What the agent chose for the keyboard: all on or off, and chords other than the table's by the action's name; null: none. */
export type Shortcuts = {
  readonly on: boolean;
  readonly chords: Readonly<Partial<Record<ActionName, string | null>>>;
};

export type Settings = {
  readonly language: Language | null;
  readonly appearance: 'auto' | 'light' | 'dark';
  readonly shortcuts: Shortcuts;
  readonly ringTone: boolean;
  readonly notifications: boolean;
  /** Devices by the browser's id; empty: as the system has it. */
  readonly microphone: string;
  readonly speaker: string;
  readonly ringer: string;
};

export type SoundDevice = { readonly id: string; readonly name: string };

export type SoundDevices = {
  readonly microphones: readonly SoundDevice[];
  readonly speakers: readonly SoundDevice[];
  /** False where the browser lets no page choose. */
  readonly speakerChoice: boolean;
};

/** How the call sounds; a figure is null when the connection does not tell. */
export type CallQuality = {
  readonly level: 'good' | 'fair' | 'poor';
  /** Rating of ITU-T G.107. */
  readonly r: number;
  readonly rttMs: number | null;
  readonly jitterMs: number | null;
  readonly lossInPercent: number;
  readonly lossOutPercent: number | null;
};

/** The tabs of one page share one session. */
export type Tabs = {
  /** This tab holds the session and the sound. */
  readonly leads: boolean;
  /** Another of the tabs is on somebody's screen. */
  readonly seenElsewhere: boolean;
};

export type BarState = {
  /** `choosing`: known to the server, not yet at work: the extension is being chosen. */
  readonly session: 'signedOut' | 'signingIn' | 'restoring' | 'choosing' | 'signedIn';
  /** The page around signs in and out: the bar has no card for it. */
  readonly guest: boolean;
  /** Why the sign-in card says no, or what it has to tell. */
  readonly signInMessage: Words | null;
  /** Telephones to choose from. */
  readonly devices: readonly DeviceChoice[];
  readonly link: LinkLight;
  readonly phone: PhoneLight;
  readonly microphone: MicrophoneLight;
  readonly me: Me | null;
  readonly calls: readonly MyCall[];
  readonly supervision: Supervision | null;
  /** What the agent's role permits to do to others. */
  readonly rights: readonly string[];
  readonly scope: 'own' | 'group' | 'tenant';
  /** Leaves of others that he may decide on, the earliest application first. */
  readonly leaves: readonly LeaveApplication[];
  readonly ownLeave: LeaveApplication | null;
  readonly gradingLanguages: readonly ('zh' | 'en')[];
  /** After a call ready at once, without wrap-up. */
  readonly idleAfterHangUp: boolean;
  /** His numbers of today, as of when they were asked for. */
  readonly day: Day | null;
  readonly directory: Directory;
  readonly recent: readonly RecentCall[];
  /** Missed since the list was last looked at. */
  readonly missedUnseen: number;
  readonly notice: Notice | null;
  readonly panel: Panel | null;
  readonly settings: Settings;
  readonly sound: SoundDevices;
  /** Of the call that is talking in this browser. */
  readonly quality: CallQuality | null;
  readonly tabs: Tabs;
  /** The server is a demonstration and can place a customer's call. */
  readonly demo: boolean;
  /** Server's clock minus this machine's. */
  readonly clockAheadMs: number;
};

export const initialState: BarState = {
  session: 'signedOut',
  guest: false,
  signInMessage: null,
  devices: [],
  link: 'down',
  phone: 'none',
  microphone: 'unasked',
  me: null,
  calls: [],
  supervision: null,
  rights: [],
  scope: 'own',
  leaves: [],
  ownLeave: null,
  gradingLanguages: [],
  idleAfterHangUp: false,
  day: null,
  directory: { colleagues: [], queues: [], menus: [], presets: [] },
  recent: [],
  missedUnseen: 0,
  notice: null,
  panel: null,
  settings: {
    language: null,
    appearance: 'auto',
    shortcuts: { on: true, chords: {} },
    ringTone: true,
    notifications: true,
    microphone: '',
    speaker: '',
    ringer: '',
  },
  sound: { microphones: [], speakers: [], speakerChoice: false },
  quality: null,
  tabs: { leads: true, seenElsewhere: false },
  demo: false,
  clockAheadMs: 0,
};

export type SignInForm = {
  readonly login: string;
  readonly password: string;
  /** Empty: choose afterwards from those that are free. */
  readonly deviceId: string;
  readonly at: 'browser' | 'desk';
};

/** What the parts may ask for; the store carries it out. Nothing here throws: what goes wrong becomes a notice. */
export interface Desk {
  signIn(form: SignInForm): void;
  chooseDevice(deviceId: string): void;
  signOut(): void;
  setReady(): void;
  setNotReady(reason: string): void;
  undoPending(): void;
  finishWrapUp(): void;
  makeCall(to: CallTarget): void;
  answer(callId: string): void;
  reject(callId: string): void;
  hangUp(callId: string): void;
  hold(callId: string): void;
  retrieve(callId: string): void;
  mute(callId: string): void;
  unmute(callId: string): void;
  pauseRecording(callId: string): void;
  resumeRecording(callId: string): void;
  sendDigits(callId: string, digits: string): void;
  transfer(callId: string, to: CallTarget): void;
  consult(callId: string, to: CallTarget): void;
  invite(callId: string, to: CallTarget): void;
  alternate(callId: string): void;
  conference(callId: string): void;
  completeTransfer(callId: string): void;
  endConsultation(callId: string): void;
  grade(callId: string, language: 'zh' | 'en'): void;
  setIdleAfterHangUp(on: boolean): void;
  intervene(what: Intervention, agentId: string): void;
  switchSupervision(mode: WatchMode): void;
  endSupervision(): void;
  applyLeave(reason: string, minutes: number | null): void;
  cancelLeave(): void;
  decideLeave(agentId: string, allow: boolean): void;
  checkPhone(): void;
  callMe(): void;
  show(panel: Panel | null): void;
  dismissNotice(): void;
  change(settings: Partial<Settings>): void;
}
