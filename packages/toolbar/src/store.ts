// The bar's state and its deeds: joins what the server says, what the phone says, and what the agent chose.
import { CordboardClient } from '@cordboard/client';
import type { AgentView, ClientState, StreamEvent } from '@cordboard/client';
import { myCalls } from './calls-of.ts';
import { Directories } from './directories.ts';
import { microphoneNowWords, wordsOf } from './faults.ts';
import { recentCallsMax, sentDigitsMax } from './limits.ts';
import { Workplace } from './phone/workplace.ts';
import { recentOf, withRecent } from './recent.ts';
import { Guest } from './guest.ts';
import { intervene, leaveOf, supervisionOf } from './oversight.ts';
import { Shift } from './shift.ts';
import type { Presence, ShiftOptions } from './shift.ts';
import { StateCell } from './state-cell.ts';
import { strings } from './strings.table.ts';
import type { BarSource } from './agent-bar.ts';
import type {
  BarState,
  CallTarget,
  Intervention,
  LinkLight,
  Me,
  Panel,
  Settings,
  SignInForm,
  WatchMode,
} from './bar-state.ts';

/** What a page lends the bar: its own client, and whether the telephone is in this browser. */
export type Lent = { readonly client: CordboardClient; readonly phone: SignInForm['at'] };

function meOf(agent: AgentView): Me {
  return {
    agentId: agent.agentId,
    name: agent.name,
    deviceId: agent.deviceId,
    state: agent.state,
    reason: agent.reason,
    since: agent.since,
    pending: agent.pending,
    wrapUpUntilMs: agent.wrapUpUntil,
    backedOffUntilMs: agent.backedOffUntil,
    groupId: agent.groupId,
    callsAnswered: agent.statistics.callsAnswered,
    callsMissed: agent.statistics.callsMissed,
    allowed: agent.allowed,
  };
}

/** A link that is down while somebody signs in is on its way up. */
function linkOf(client: ClientState, session: BarState['session']): LinkLight {
  if (client.link === 'up') return 'up';
  if (client.link === 'reconnecting') return 'lost';
  return session === 'signedOut' ? 'down' : 'connecting';
}

export class BarStore implements BarSource {
  readonly #cell = new StateCell();
  readonly #client: CordboardClient;
  readonly #workplace: Workplace;
  readonly #shift: Presence;
  readonly #directories: Directories;
  readonly #sentDigits = new Map<string, string>();
  /** Panels that are open, by tab; the empty name is this one's. */
  readonly #panels = new Map<string, Panel>();
  /** Closing the page would cut the call: the browser asks first. */
  readonly #onLeaving = (event: BeforeUnloadEvent): void => {
    if (this.#workplace.talking) event.preventDefault();
  };
  #stops: (() => void)[] = [];

  /**
   * @param server the server's base address, such as the page's own
   * @param name of the session in what the tab remembers
   * @param lent a client that the page keeps, and where the agent takes calls; the page signs in and out with it
   */
  constructor(server: URL, name: string, lent: Lent | null = null) {
    const door = new URL('agent', server);
    door.protocol = door.protocol.replace('http', 'ws');
    this.#client = lent?.client ?? new CordboardClient({ url: door.href });
    this.#directories = new Directories(this.#client, (directory) => this.#cell.set({ directory }));
    this.#workplace = new Workplace(server, this.#client, this.state.settings, {
      changed: () => this.#fold(this.#client.state),
      microphone: (microphone) => this.#cell.set({ microphone }),
      sound: (sound) => this.#cell.set({ sound }),
      quality: (quality) => this.#cell.set({ quality }),
    });
    const options: ShiftOptions = {
      name,
      client: this.#client,
      cell: this.#cell,
      workplace: this.#workplace,
      devices: () => this.#directories.devices(this.#workplace.at),
      begun: () => {
        const { agent } = this.#client.state;
        if (agent) this.#cell.welcome(agent.agentId);
        this.#fold(this.#client.state);
        void this.#loadRecent();
      },
      ended: () => {
        this.#directories.watch(false);
        this.#sentDigits.clear();
      },
    };
    this.#shift = lent === null ? new Shift(options) : new Guest(options, lent.phone);
  }

  get state(): BarState {
    return this.#cell.state;
  }

  subscribe(changed: () => void): () => void {
    return this.#cell.subscribe(changed);
  }

  connect(): void {
    if (this.#stops.length > 0) return;
    this.#stops = [
      this.#client.on('change', (state) => this.#fold(state)),
      this.#client.on('event', (event) => this.#onEvent(event)),
      this.#client.on('ended', (why) => this.#shift.ended(why)),
    ];
    globalThis.addEventListener('beforeunload', this.#onLeaving);
    this.#shift.resume();
  }

  disconnect(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    globalThis.removeEventListener('beforeunload', this.#onLeaving);
    this.#directories.watch(false);
    this.#shift.stop();
  }

  // What the server says

  #fold(client: ClientState): void {
    const { agent } = client;
    this.#shift.follow();
    const { session, me, panel } = this.state;
    const link = linkOf(client, session);
    const clockAheadMs = client.clockOffsetMs;
    if (session !== 'signedIn') {
      this.#cell.set({ link, clockAheadMs });
      return;
    }
    if (agent === null || agent.state === 'null') {
      const wished = me?.pending?.state === 'null';
      if (client.link === 'up' && me) this.#attempt(this.#shift.leave(wished));
      return;
    }
    const calls = myCalls(client.calls, client.queues, agent.agentId, this.#sentDigits).map((call) => ({
      ...call,
      soundHere: this.#workplace.hasSound(call),
    }));
    for (const call of calls) this.#workplace.mute(call.callId, call.muted);
    this.#workplace.reconcile(client);
    this.#workplace.watchQuality(calls);
    this.#directories.fold(client);
    if (agent.state === 'workingAfterCall' && me?.state !== 'workingAfterCall' && this.state.idleAfterHangUp) {
      this.#attempt(this.#client.call('agent.finishWrapUp', { state: 'ready' }));
    }
    const panelGone = panel && 'callId' in panel && !calls.some((call) => call.callId === panel.callId);
    this.#cell.set({
      link,
      clockAheadMs,
      calls,
      supervision: supervisionOf(client),
      rights: client.rights.rights,
      scope: client.rights.scope,
      leaves: client.leaves.map(leaveOf),
      ownLeave: agent.leave === null ? null : leaveOf(agent.leave),
      gradingLanguages: client.gradingLanguages,
      me: meOf(agent),
      phone: this.#workplace.light(client),
      demo: client.demo,
      directory: this.#directories.directory,
      panel: panelGone ? null : panel,
    });
  }

  #onEvent(event: StreamEvent): void {
    const { me, missedUnseen, recent } = this.state;
    if (event.type === 'agent.missedCall' && event.agentId === me?.agentId) {
      const seen = [...this.#panels.values()].some(({ kind }) => kind === 'recent') || event.cause === 'rejected';
      if (!seen) this.#cell.set({ missedUnseen: missedUnseen + 1 });
      void this.#loadRecent();
    }
    if (event.type !== 'call.cleared') return;
    this.#sentDigits.delete(event.callId);
    if (!event.record.agentIds.some((agentId) => agentId === me?.agentId)) return;
    const [call] = this.#recentOf([event.record]);
    if (call) this.#cell.set({ recent: withRecent(recent, call) });
  }

  #recentOf(records: Parameters<typeof recentOf>[0]): ReturnType<typeof recentOf> {
    return recentOf(records, this.state.me?.deviceId ?? null, (id) => this.#directories.queueName(id));
  }

  /** The list is a convenience: if it cannot be had, it stays as it was. */
  async #loadRecent(): Promise<void> {
    const answer = await this.#client.call('history.calls', { limit: recentCallsMax }).catch(() => null);
    if (answer) this.#cell.set({ recent: this.#recentOf(answer.calls) });
  }

  // Deeds

  signIn = (form: SignInForm): void => void this.#shift.signIn(form);
  chooseDevice = (deviceId: string): void => void this.#shift.chooseDevice(deviceId);
  signOut = (): void => this.#attempt(this.#shift.signOut());
  setReady = (): void => this.#attempt(this.#client.call('agent.setReady'));
  setNotReady = (reason: string): void => this.#attempt(this.#client.call('agent.setNotReady', { reason }));
  undoPending = (): void => (this.state.me?.pending?.state === 'ready' ? this.setNotReady('') : this.setReady());
  finishWrapUp = (): void => this.#attempt(this.#client.call('agent.finishWrapUp', {}));
  makeCall = (to: CallTarget): void => this.#attempt(this.#client.call('call.make', { to: onWire(to) }));
  reject = (callId: string): void => this.#attempt(this.#client.call('call.reject', { callId }));
  hold = (callId: string): void => this.#attempt(this.#client.call('call.hold', { callId }));
  retrieve = (callId: string): void => this.#attempt(this.#client.call('call.retrieve', { callId }));
  unmute = (callId: string): void => this.#attempt(this.#client.call('call.unmute', { callId }));
  pauseRecording = (callId: string): void => this.#attempt(this.#client.call('recording.pause', { callId }));
  resumeRecording = (callId: string): void => this.#attempt(this.#client.call('recording.resume', { callId }));
  transfer = (callId: string, to: CallTarget): void =>
    this.#attempt(this.#client.call('call.transfer', { callId, to: onWire(to) }));
  consult = (callId: string, to: CallTarget): void =>
    this.#attempt(this.#client.call('call.consult', { callId, to: onWire(to) }));
  invite = (callId: string, to: CallTarget): void =>
    this.#attempt(this.#client.call('call.invite', { callId, to: onWire(to) }));
  alternate = (callId: string): void => this.#attempt(this.#client.call('call.alternate', { callId }));
  conference = (callId: string): void => this.#attempt(this.#client.call('call.conference', { callId }));
  completeTransfer = (callId: string): void => this.#attempt(this.#client.call('call.completeTransfer', { callId }));
  endConsultation = (callId: string): void => this.#attempt(this.#client.call('call.endConsultation', { callId }));
  grade = (callId: string, language: 'zh' | 'en'): void =>
    this.#attempt(this.#client.call('call.grade', { callId, language }));
  setIdleAfterHangUp = (idleAfterHangUp: boolean): void => this.#cell.set({ idleAfterHangUp });
  intervene = (what: Intervention, agentId: string): void => this.#attempt(intervene(this.#client, what, agentId));
  switchSupervision = (mode: WatchMode): void => this.#attempt(this.#client.call('supervision.switchTo', { mode }));
  endSupervision = (): void => this.#attempt(this.#client.call('supervision.end'));
  applyLeave = (reason: string, minutes: number | null): void =>
    this.#attempt(
      this.#client.call('leave.apply', { reason, ...(minutes === null ? {} : { durationMs: minutes * 60_000 }) }),
    );
  cancelLeave = (): void => this.#attempt(this.#client.call('leave.cancel'));
  decideLeave = (agentId: string, allow: boolean): void =>
    this.#attempt(this.#client.call(allow ? 'leave.approve' : 'leave.refuse', { agentId }));
  checkPhone = (): void => this.#attempt(this.#client.call('phone.check'));
  dismissNotice = (): void => this.#cell.dismissNotice();

  change(settings: Partial<Settings>): void {
    this.#cell.change(settings);
    this.#workplace.choose(this.state.settings);
  }

  /** Through the server; from the phone itself when the server cannot be asked. */
  hangUp(callId: string): void {
    if (this.state.link === 'up') this.#attempt(this.#client.call('call.hangUp', { callId }));
    else this.#workplace.hangUp(callId);
  }

  /** The microphone goes silent at once, whatever the link is like. */
  mute(callId: string): void {
    this.#workplace.mute(callId, true);
    this.#attempt(this.#client.call('call.mute', { callId }));
  }

  sendDigits(callId: string, digits: string): void {
    this.#sentDigits.set(callId, `${this.#sentDigits.get(callId) ?? ''}${digits}`.slice(-sentDigitsMax));
    this.#fold(this.#client.state);
    this.#attempt(this.#client.call('call.sendDigits', { callId, digits }));
  }

  /** The phone in this page answers by itself; a desk phone is asked to. */
  answer(callId: string): void {
    if (this.#workplace.at === 'desk') this.#attempt(this.#client.call('call.answer', { callId }));
    else this.#attempt(this.#answerHere(callId));
  }

  async #answerHere(callId: string): Promise<void> {
    const outcome = await this.#workplace.answer(callId);
    if (outcome === 'answered') return;
    const stillRings = this.state.calls.some((call) => call.callId === callId && call.phase === 'ringing');
    if (outcome !== 'gone') this.#cell.notice('fault', microphoneNowWords[outcome]);
    else if (stillRings) this.#cell.notice('fault', strings.errAnswer);
  }

  callMe(): void {
    const asked = this.#client.call('demo.call', {}).then(() => this.#cell.notice('news', strings.callMeComing));
    this.#attempt(asked);
  }

  show(panel: Panel | null): void {
    this.#cell.set({ panel });
    this.looks('', panel);
  }

  /** @param tab whose panel it is: lists are fetched while one of the tabs shows them */
  looks(tab: string, panel: Panel | null): void {
    if (panel) this.#panels.set(tab, panel);
    else this.#panels.delete(tab);
    this.#directories.watch([...this.#panels.values()].some(({ kind }) => looksUp.has(kind)));
    if (panel?.kind === 'recent') {
      this.#cell.set({ missedUnseen: 0 });
      void this.#loadDay();
    }
  }

  /** The numbers of today are a convenience, too. */
  async #loadDay(): Promise<void> {
    const answer = await this.#client.call('statistics.agent', {}).catch(() => null);
    if (answer === null) return;
    const { callsAnswered, callsMissed, callsMade, talkMs, stateMs } = answer;
    this.#cell.set({
      day: { answered: callsAnswered, missed: callsMissed, made: callsMade, talkMs, readyMs: stateMs.ready },
    });
  }

  #attempt(deed: Promise<unknown>): void {
    deed.catch((error: unknown) => this.#cell.notice('fault', wordsOf(error)));
  }
}

/** Panels that show whom one can call. */
const looksUp: ReadonlySet<Panel['kind']> = new Set(['dial', 'transfer', 'consult', 'invite', 'team']);

type WireTarget = Parameters<CordboardClient['methods']['call']['transfer']>[0]['to'];

/** Ids are branded on the wire's side; here they are what the server once sent. */
function onWire(to: CallTarget): WireTarget {
  return to;
}
