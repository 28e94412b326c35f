// States to look at without a server; only the development page uses them.
import type { BarState, Desk, MyCall } from '../src/bar-state.ts';
import { strings } from '../src/strings.table.ts';
import { initialState } from '../src/bar-state.ts';
import type { BarSource } from '../src/agent-bar.ts';

const now = Date.now();
const allAgent = ['agent.setReady', 'agent.setNotReady', 'agent.signOut', 'call.make', 'leave.apply', 'phone.check'];

const headset = { id: 'headset', name: 'Plantronics Blackwire 3225 Series (047f:c058)' };
const sound = {
  microphones: [{ id: 'inside', name: 'Built-in Microphone' }, headset],
  speakers: [{ id: 'inside', name: 'Built-in Speakers' }, headset],
  speakerChoice: true,
};

const signedIn: BarState = {
  ...initialState,
  sound,
  session: 'signedIn',
  link: 'up',
  phone: 'registered',
  microphone: 'ready',
  demo: true,
  me: {
    agentId: '1001',
    name: '王芳',
    deviceId: '8001',
    state: 'ready',
    reason: '',
    since: now - 754_000,
    pending: null,
    wrapUpUntilMs: null,
    backedOffUntilMs: null,
    groupId: 'north',
    callsAnswered: 12,
    callsMissed: 1,
    allowed: allAgent,
  },
  directory: {
    colleagues: [
      {
        agentId: '1002',
        name: 'Иван Смирнов',
        state: 'ready',
        reason: '',
        groupId: 'north',
        since: now - 187_000,
        activity: 'none',
        with: null,
        deviceId: '8002',
      },
      {
        agentId: '1003',
        name: 'Maria del Carmen Gutiérrez-Hernández',
        state: 'busy',
        reason: '',
        groupId: 'north',
        since: now - 187_000,
        activity: 'talking',
        with: '13800138000',
        deviceId: '8003',
      },
      {
        agentId: '1004',
        name: '李雷',
        state: 'notReady',
        reason: 'lunch',
        groupId: 'north',
        since: now - 187_000,
        activity: 'none',
        with: null,
        deviceId: '8004',
      },
      {
        agentId: '1005',
        name: 'Anna Schmidt',
        state: 'workingAfterCall',
        reason: '',
        groupId: 'north',
        since: now - 187_000,
        activity: 'none',
        with: null,
        deviceId: '8005',
      },
      {
        agentId: '1006',
        name: 'Paul',
        state: 'null',
        reason: '',
        groupId: 'north',
        since: now - 187_000,
        activity: 'none',
        with: null,
        deviceId: null,
      },
    ],
    queues: [
      { queueId: 'sales', name: 'Sales', waiting: 3 },
      { queueId: 'support', name: '技术支持', waiting: 0 },
    ],
    menus: [{ ivrId: 'welcome', name: 'Welcome' }],
    presets: [{ ivrProfileId: 'welcome-zh', name: 'Welcome, Chinese' }],
  },
  recent: [
    { callId: 'a', way: 'missed', number: '13800138000', name: '', queueName: 'Sales', at: now - 600_000, talkMs: 0 },
    {
      callId: 'b',
      way: 'incoming',
      number: '01065550100',
      name: '张伟',
      queueName: 'Sales',
      at: now - 1_900_000,
      talkMs: 254_000,
    },
    {
      callId: 'c',
      way: 'outgoing',
      number: '8002',
      name: 'Иван Смирнов',
      queueName: null,
      at: now - 4_000_000,
      talkMs: 65_000,
    },
  ],
};

const busy = {
  ...signedIn.me!,
  state: 'busy',
  allowed: ['agent.setNotReady', 'agent.setReady', 'agent.signOut'],
} as const;

const ringingCall: MyCall = {
  callId: 'c1',
  kind: 'inbound',
  phase: 'ringing',
  party: { name: '张伟', number: '01065550100' },
  dialled: '4001',
  queueName: 'Sales',
  purpose: 'call',
  askedBy: null,
  area: { zh: '北京', en: 'Beijing' },
  consultation: null,
  data: { orderId: 'A-1009', language: 'English', account: '77 2201 8834' },
  createdAt: now - 95_000,
  waitingSince: now - 63_000,
  ringingSince: now - 6_000,
  connectedAt: null,
  phaseSince: now - 6_000,
  muted: false,
  heldByOther: false,
  recorded: false,
  soundHere: true,
  allowed: ['call.answer', 'call.reject'],
  sentDigits: '',
};
const talkingCall: MyCall = {
  ...ringingCall,
  phase: 'talking',
  connectedAt: now - 186_000,
  phaseSince: now - 186_000,
  createdAt: now - 290_000,
  recorded: true,
  allowed: [
    'call.hold',
    'call.mute',
    'call.sendDigits',
    'call.consult',
    'call.invite',
    'call.transfer',
    'call.grade',
    'call.hangUp',
  ],
};
const heldCall: MyCall = {
  ...talkingCall,
  phase: 'held',
  phaseSince: now - 21_000,
  muted: true,
  allowed: ['call.retrieve', 'call.unmute', 'call.transfer', 'call.hangUp'],
};

const consulting: MyCall = {
  ...talkingCall,
  consultation: { name: 'Иван Смирнов', state: 'consulting' },
  allowed: [
    'call.mute',
    'call.alternate',
    'call.conference',
    'call.completeTransfer',
    'call.endConsultation',
    'call.hangUp',
  ],
};

const supervisor: BarState = {
  ...signedIn,
  rights: [
    'watchAgents',
    'watchQueues',
    'listen',
    'whisper',
    'bargeIn',
    'pickUp',
    'takeOver',
    'clearCall',
    'forceState',
    'signOutOther',
    'approveLeave',
  ],
  scope: 'tenant',
  me: {
    ...signedIn.me!,
    allowed: [
      ...allAgent,
      'supervision.listen',
      'supervision.whisper',
      'supervision.bargeIn',
      'supervision.pickUp',
      'supervision.takeOver',
      'supervision.clearCall',
      'supervision.forceState',
      'supervision.signOut',
    ],
  },
  leaves: [
    {
      agentId: '1004',
      name: '李雷',
      state: 'applied',
      reason: 'lunch',
      durationMs: 1_800_000,
      appliedAt: now - 40_000,
      overdue: false,
    },
    {
      agentId: '1002',
      name: 'Иван Смирнов',
      state: 'away',
      reason: 'break',
      durationMs: 600_000,
      appliedAt: now - 900_000,
      overdue: true,
    },
  ],
};

export const fixtures: Readonly<Record<string, BarState>> = {
  signedOut: initialState,
  refused: { ...initialState, microphone: 'refused', signInMessage: strings.microphoneRefused },
  wrongPassword: { ...initialState, link: 'up', signInMessage: strings.errNotAuthenticated },
  choosing: {
    ...initialState,
    session: 'choosing',
    link: 'up',
    devices: [
      { deviceId: '8001', name: 'Desk 1', taken: true },
      { deviceId: '8002', name: 'Desk 2', taken: false },
    ],
  },
  notReady: { ...signedIn, me: { ...signedIn.me!, state: 'notReady', reason: 'lunch', since: now - 1_204_000 } },
  ready: signedIn,
  ringing: { ...signedIn, me: busy, calls: [ringingCall], missedUnseen: 1 },
  dialling: {
    ...signedIn,
    me: busy,
    calls: [
      {
        ...ringingCall,
        kind: 'outbound',
        phase: 'dialling',
        queueName: null,
        data: {},
        waitingSince: null,
        party: { name: '', number: '13800138000' },
        allowed: ['call.hangUp'],
      },
    ],
  },
  talking: {
    ...signedIn,
    me: { ...busy, pending: { state: 'notReady', reason: 'break' } },
    calls: [talkingCall],
    microphone: 'open',
    quality: { level: 'good', r: 91, rttMs: 24, jitterMs: 3, lossInPercent: 0, lossOutPercent: 0.4 },
  },
  held: { ...signedIn, me: busy, calls: [heldCall], microphone: 'open' },
  keypad: {
    ...signedIn,
    me: busy,
    calls: [{ ...talkingCall, sentDigits: '1234#' }],
    panel: { kind: 'keypad', callId: 'c1' },
    microphone: 'open',
  },
  transfer: {
    ...signedIn,
    me: busy,
    calls: [talkingCall],
    panel: { kind: 'transfer', callId: 'c1' },
    microphone: 'open',
  },
  consulting: { ...signedIn, me: busy, calls: [consulting], microphone: 'open' },
  asked: {
    ...signedIn,
    me: busy,
    calls: [{ ...ringingCall, purpose: 'consultation', askedBy: '1002', queueName: null }],
  },
  grading: {
    ...signedIn,
    me: busy,
    calls: [talkingCall],
    gradingLanguages: ['zh', 'en'],
    panel: { kind: 'grade', callId: 'c1' },
    microphone: 'open',
  },
  team: { ...supervisor, panel: { kind: 'team' } },
  supervising: {
    ...supervisor,
    me: { ...supervisor.me!, state: 'busy' },
    panel: { kind: 'team' },
    supervision: {
      agentId: '1003',
      name: 'Maria del Carmen Gutiérrez-Hernández',
      mode: 'whisper',
      connectedAt: now - 75_000,
    },
  },
  leave: { ...supervisor, panel: { kind: 'leave' } },
  away: {
    ...signedIn,
    panel: { kind: 'leave' },
    ownLeave: {
      agentId: '1001',
      name: '王芳',
      state: 'applied',
      reason: 'lunch',
      durationMs: null,
      appliedAt: now,
      overdue: false,
    },
    me: { ...signedIn.me!, allowed: [...allAgent, 'leave.cancel'] },
  },
  wrapUp: {
    ...signedIn,
    me: {
      ...signedIn.me!,
      state: 'workingAfterCall',
      since: now - 8_000,
      wrapUpUntilMs: now + 22_000,
      allowed: [...allAgent.slice(0, 3), 'agent.finishWrapUp'],
    },
  },
  dial: { ...signedIn, panel: { kind: 'dial' } },
  recent: {
    ...signedIn,
    panel: { kind: 'recent' },
    missedUnseen: 2,
    day: { answered: 12, missed: 1, made: 4, talkMs: 5_420_000, readyMs: 9_100_000 },
  },
  settings: { ...signedIn, panel: { kind: 'settings' } },
  settingsTrouble: {
    ...signedIn,
    panel: { kind: 'settings' },
    microphone: 'refused',
    settings: {
      ...signedIn.settings,
      microphone: 'gone',
      ringer: 'headset',
      shortcuts: { on: true, chords: { keypad: 'Alt+T', makeCall: null } },
    },
  },
  help: { ...signedIn, panel: { kind: 'help' } },
  poorSound: {
    ...signedIn,
    me: busy,
    calls: [talkingCall],
    microphone: 'open',
    quality: { level: 'poor', r: 54, rttMs: 412, jitterMs: 38, lossInPercent: 11.4, lossOutPercent: null },
  },
  linkLost: {
    ...signedIn,
    link: 'lost',
    phone: 'connecting',
    notice: { kind: 'fault', words: strings.errTimeout, id: 1 },
  },
  deskPhone: {
    ...signedIn,
    me: busy,
    phone: 'desk',
    calls: [ringingCall],
    notice: { kind: 'fault', words: strings.errAnswerAtPhone, id: 1 },
  },
};

const nothing = (): void => {};

/** A source that shows one state, lets panels and settings be changed, and ignores the rest. */
export class FixtureSource implements BarSource {
  state: BarState;
  #changed = (): void => {};
  constructor(state: BarState) {
    this.state = state;
  }
  subscribe(changed: () => void): () => void {
    this.#changed = changed;
    return () => {};
  }
  connect(): void {}
  disconnect(): void {}
  #set(change: Partial<BarState>): void {
    this.state = { ...this.state, ...change };
    this.#changed();
  }
  show: Desk['show'] = (panel) => this.#set({ panel });
  change: Desk['change'] = (settings) => this.#set({ settings: { ...this.state.settings, ...settings } });
  dismissNotice = (): void => this.#set({ notice: null });
  signIn = nothing;
  chooseDevice = nothing;
  signOut = nothing;
  setReady = nothing;
  setNotReady = nothing;
  undoPending = nothing;
  finishWrapUp = nothing;
  makeCall = nothing;
  answer = nothing;
  reject = nothing;
  hangUp = nothing;
  hold = nothing;
  retrieve = nothing;
  mute = nothing;
  unmute = nothing;
  sendDigits = nothing;
  transfer = nothing;
  callMe = nothing;
  consult = nothing;
  invite = nothing;
  alternate = nothing;
  conference = nothing;
  completeTransfer = nothing;
  endConsultation = nothing;
  grade = nothing;
  setIdleAfterHangUp = nothing;
  intervene = nothing;
  switchSupervision = nothing;
  endSupervision = nothing;
  applyLeave = nothing;
  cancelLeave = nothing;
  decideLeave = nothing;
  checkPhone = nothing;
}
