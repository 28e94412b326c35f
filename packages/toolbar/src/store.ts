// The bar's state and its deeds: joins what the server says, what the phone in the page says, and what the agent chose.
import { CordboardClient, CordboardError } from '@cordboard/client';
import type { ClientState, StreamEvent } from '@cordboard/client';
import type { BarSource } from './agent-bar.ts';
import { initialState } from './bar-state.ts';
import { isCaller, myCalls, ownConnection } from './calls-of.ts';
import { Directories } from './directories.ts';
import { microphoneWords, wordsOf } from './faults.ts';
import { answerWaitsForInviteMs, noticeStaysMs, recentCallsMax, sentDigitsMax } from './limits.ts';
import { BrowserPhone } from './phone/browser-phone.ts';
import { askMicrophone } from './phone/microphone.ts';
import { recentOf, withRecent } from './recent.ts';
import {
  keepTabSession,
  rememberSettings,
  rememberSignIn,
  rememberedSettings,
  rememberedSignIn,
  tabSession,
} from './settings.ts';
import { strings } from './strings.table.ts';
import type {
  BarState,
  CallTarget,
  Me,
  MicrophoneLight,
  Panel,
  PhoneLight,
  Settings,
  SignInForm,
} from './bar-state.ts';
import type { Words } from './strings.table.ts';

export class BarStore implements BarSource {
  #state: BarState = { ...initialState, settings: rememberedSettings() };
  readonly #server: URL;
  readonly #client: CordboardClient;
  readonly #listeners = new Set<() => void>();
  readonly #directories: Directories;
  readonly #sentDigits = new Map<string, string>();
  #phone: BrowserPhone | null = null;
  /** Registration of the phone in this page; null: a desk phone is used. */
  #browserPhone: 'connecting' | 'registered' | 'failed' | null = null;
  #at: SignInForm['at'] = 'browser';
  #login = '';
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  #notices = 0;
  #stops: (() => void)[] = [];

  /** @param server the server's base address, such as the page's own */
  constructor(server: URL) {
    this.#server = server;
    const door = new URL('agent', server);
    door.protocol = door.protocol.replace('http', 'ws');
    this.#client = new CordboardClient({ url: door.href });
    this.#directories = new Directories(this.#client, (directory) => this.#set({ directory }));
  }

  get state(): BarState {
    return this.#state;
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  connect(): void {
    if (this.#stops.length > 0) return;
    this.#stops = [
      this.#client.on('change', (state) => this.#fold(state)),
      this.#client.on('event', (event) => this.#onEvent(event)),
      this.#client.on('ended', (why) => this.#ended(why)),
    ];
    const session = tabSession();
    if (session && this.#state.session === 'signedOut') void this.#restore(session.token, session.at);
  }

  disconnect(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#directories.watch(false);
    this.#closePhone();
    this.#client.close();
  }

  // Signing in and out

  signIn(form: SignInForm): void {
    if (this.#state.session !== 'signedOut') return;
    void this.#signIn(form);
  }

  async #signIn(form: SignInForm): Promise<void> {
    this.#set({ session: 'signingIn', signInMessage: null, link: 'connecting' });
    this.#at = form.at;
    this.#login = form.login;
    try {
      if (form.at === 'browser' && !(await this.#askMicrophone())) return;
      this.#askNotifications();
      await this.#client.signIn({ login: form.login, password: form.password });
      this.#keepToken();
      await this.#beginWork(form.deviceId);
    } catch (error) {
      this.#signInFailed(error);
    }
  }

  async #restore(token: string, at: SignInForm['at']): Promise<void> {
    this.#at = at;
    this.#login = rememberedSignIn().login;
    this.#set({ session: 'restoring', link: 'connecting' });
    try {
      await this.#client.signInWithToken(token);
      this.#keepToken();
      if (at === 'browser') this.#set({ microphone: 'ready' });
      await this.#beginWork(rememberedSignIn().deviceId);
    } catch (error) {
      if (error instanceof CordboardError && error.refused === 'sessionExpired') keepTabSession(null);
      this.#signInFailed(error);
    }
  }

  #signInFailed(error: unknown): void {
    this.#closePhone();
    this.#client.close();
    this.#set({ session: 'signedOut', signInMessage: wordsOf(error), link: 'down', me: null, calls: [] });
  }

  async #askMicrophone(): Promise<boolean> {
    this.#set({ microphone: 'asking' });
    const microphone = await askMicrophone();
    const ready = microphone === 'ready';
    this.#set({
      microphone,
      ...(ready ? {} : { session: 'signedOut', link: 'down', signInMessage: microphoneWords[microphone] }),
    });
    return ready;
  }

  #askNotifications(): void {
    if (this.#state.settings.notifications && 'Notification' in globalThis && Notification.permission === 'default') {
      void Notification.requestPermission();
    }
  }

  /** Goes to work at the extension that the agent already has, the one he named, or one that he chooses now. */
  async #beginWork(deviceId: string): Promise<void> {
    const { agent } = this.#client.state;
    if (agent && agent.state !== 'null') return this.#atWork(agent.deviceId);
    if (deviceId === '') {
      const devices = this.#directories.devices(this.#at);
      if (devices.length > 0) {
        this.#set({ session: 'choosing', devices });
        return;
      }
    }
    await this.#takeDevice(deviceId === '' ? null : deviceId);
  }

  chooseDevice(deviceId: string): void {
    if (this.#state.session !== 'choosing') return;
    this.#set({ signInMessage: null });
    this.#takeDevice(deviceId).catch((error: unknown) => {
      this.#closePhone();
      this.#set({ session: 'choosing', signInMessage: wordsOf(error), devices: this.#directories.devices(this.#at) });
    });
  }

  async #takeDevice(deviceId: string | null): Promise<void> {
    await this.#client.call('agent.signIn', {
      ...(deviceId === null ? {} : { deviceId: deviceId }),
      state: 'notReady',
    });
    await this.#atWork(deviceId);
  }

  /** The phone comes after the sign-in: only who works at an extension is given its credentials. */
  async #atWork(deviceId: string | null): Promise<void> {
    rememberSignIn({ login: this.#login, deviceId: deviceId ?? '', at: this.#at });
    if (deviceId !== null && this.#at === 'browser') this.#openPhone(deviceId);
    this.#set({ session: 'signedIn', signInMessage: null });
    this.#fold(this.#client.state);
    await this.#loadRecent();
  }

  signOut(): void {
    const end = async (): Promise<void> => {
      if (this.#state.session === 'signedIn') await this.#client.call('agent.signOut');
      if (this.#state.calls.length > 0) return;
      await this.#client.signOut();
      this.#ended('signedOut');
    };
    this.#attempt(end());
  }

  #ended(why: string): void {
    const messages: Readonly<Record<string, Words>> = {
      signedInElsewhere: strings.signedInElsewhereNow,
      signedOutByOther: strings.signedOutByOther,
      sessionExpired: strings.sessionOver,
    };
    this.#closePhone();
    this.#directories.watch(false);
    keepTabSession(null);
    this.#sentDigits.clear();
    const { settings } = this.#state;
    this.#state = { ...initialState, settings };
    this.#set({ signInMessage: messages[why] ?? (why === 'signedOut' ? null : strings.sessionOver) });
  }

  #keepToken(): void {
    const { token } = this.#client;
    if (token !== null) keepTabSession({ token, at: this.#at });
  }

  // The phone in this page

  #openPhone(deviceId: string): void {
    this.#closePhone();
    const phone = new BrowserPhone({
      server: this.#server,
      credentials: () => this.#client.call('phone.credentials', { deviceId: deviceId }),
      clockAheadMs: () => this.#client.state.clockOffsetMs,
      changed: (state) => this.#phoneChanged(state),
      callsChanged: () => this.#fold(this.#client.state),
      microphone: (microphone) => this.#set({ microphone }),
      autoAnswer: (callId) => this.#madeByMe(callId),
    });
    this.#phone = phone;
    void phone.start();
  }

  #phoneChanged(state: 'connecting' | 'registered' | 'failed'): void {
    this.#browserPhone = state;
    this.#set({ phone: this.#phoneLight(this.#client.state) });
  }

  #closePhone(): void {
    this.#phone?.close();
    this.#phone = null;
    this.#browserPhone = null;
  }

  #phoneLight(client: ClientState): PhoneLight {
    if (this.#at === 'browser') return this.#browserPhone ?? 'none';
    if (!client.agent?.deviceId) return 'none';
    return client.device?.registered === false ? 'deskGone' : 'desk';
  }

  #madeByMe(callId: string): boolean {
    const { agent, calls } = this.#client.state;
    const call = calls.find((one) => one.callId === callId);
    const own = call && agent ? ownConnection(call, agent.agentId) : null;
    return call !== undefined && own !== null && isCaller(call, own);
  }

  // What the server says

  #fold(client: ClientState): void {
    const { agent } = client;
    const lights = { up: 'up', reconnecting: 'lost', down: 'down' } as const;
    const link = client.link === 'down' && this.#state.session !== 'signedOut' ? 'connecting' : lights[client.link];
    if (this.#state.session !== 'signedIn') {
      this.#set({ link, clockAheadMs: client.clockOffsetMs });
      return;
    }
    if (agent === null || agent.state === 'null') {
      if (client.link === 'up' && this.#state.me)
        this.#attempt(this.#client.signOut().then(() => this.#ended('signedOut')));
      return;
    }
    const me: Me = {
      agentId: agent.agentId,
      name: agent.name,
      deviceId: agent.deviceId,
      state: agent.state,
      reason: agent.reason,
      since: agent.since,
      pending: agent.pending,
      wrapUpUntilMs: agent.wrapUpUntil,
      backedOffUntilMs: agent.backedOffUntil,
      callsAnswered: agent.statistics.callsAnswered,
      callsMissed: agent.statistics.callsMissed,
      allowed: agent.allowed,
    };
    const calls = myCalls(client.calls, client.queues, agent.agentId, this.#sentDigits);
    this.#directories.fold(client);
    for (const call of calls) this.#phone?.mute(call.callId, call.muted);
    this.#set({
      link,
      me,
      calls,
      phone: this.#phoneLight(client),
      demo: client.demo,
      clockAheadMs: client.clockOffsetMs,
      directory: this.#directories.directory,
      panel: this.#panelFor(calls.map((call) => call.callId)),
    });
  }

  /** A panel of a call goes when the call goes. */
  #panelFor(callIds: readonly string[]): Panel | null {
    const { panel } = this.#state;
    return panel && 'callId' in panel && !callIds.includes(panel.callId) ? null : panel;
  }

  #onEvent(event: StreamEvent): void {
    const mine = this.#state.me?.agentId;
    if (event.type === 'agent.missedCall' && event.agentId === mine) {
      this.#set({ missedUnseen: this.#state.missedUnseen + (this.#state.panel?.kind === 'recent' ? 0 : 1) });
      void this.#loadRecent();
    }
    if (event.type === 'call.cleared') {
      this.#sentDigits.delete(event.callId);
      if (event.record.agentIds.some((agentId) => agentId === mine)) {
        const [call] = recentOf([event.record], this.#state.me?.deviceId ?? null, (id) =>
          this.#directories.queueName(id),
        );
        if (call) this.#set({ recent: withRecent(this.#state.recent, call) });
      }
    }
  }

  async #loadRecent(): Promise<void> {
    try {
      const { calls } = await this.#client.call('history.calls', { limit: recentCallsMax });
      this.#set({ recent: recentOf(calls, this.#state.me?.deviceId ?? null, (id) => this.#directories.queueName(id)) });
    } catch {
      // The list stays as it was; it is a convenience and no reason for a message.
    }
  }

  // Deeds

  setReady = (): void => this.#attempt(this.#client.call('agent.setReady'));
  setNotReady = (reason: string): void => this.#attempt(this.#client.call('agent.setNotReady', { reason }));
  finishWrapUp = (): void => this.#attempt(this.#client.call('agent.finishWrapUp', {}));
  undoPending = (): void => {
    if (this.#state.me?.pending?.state === 'ready') this.setNotReady('break');
    else this.setReady();
  };
  makeCall = (to: CallTarget): void => this.#attempt(this.#client.call('call.make', { to: to }));
  reject = (callId: string): void => this.#attempt(this.#client.call('call.reject', { callId: callId }));
  hangUp = (callId: string): void => this.#attempt(this.#client.call('call.hangUp', { callId: callId }));
  hold = (callId: string): void => this.#attempt(this.#client.call('call.hold', { callId: callId }));
  retrieve = (callId: string): void => this.#attempt(this.#client.call('call.retrieve', { callId: callId }));
  transfer = (callId: string, to: CallTarget): void =>
    this.#attempt(this.#client.call('call.transfer', { callId: callId, to: to }));
  callMe = (): void =>
    this.#attempt(this.#client.call('demo.call', {}).then(() => this.#notice('news', strings.callMeComing)));

  mute(callId: string): void {
    this.#phone?.mute(callId, true);
    this.#attempt(this.#client.call('call.mute', { callId: callId }));
  }

  unmute(callId: string): void {
    this.#attempt(this.#client.call('call.unmute', { callId: callId }));
  }

  sendDigits(callId: string, digits: string): void {
    const sent = `${this.#sentDigits.get(callId) ?? ''}${digits}`.slice(-sentDigitsMax);
    this.#sentDigits.set(callId, sent);
    this.#fold(this.#client.state);
    this.#attempt(this.#client.call('call.sendDigits', { callId: callId, digits }));
  }

  /** The phone in this page answers by itself; a desk phone is asked to. */
  answer(callId: string): void {
    if (this.#at === 'desk') this.#attempt(this.#client.call('call.answer', { callId: callId }));
    else void this.#answerHere(callId, Date.now() + answerWaitsForInviteMs);
  }

  async #answerHere(callId: string, untilMs: number): Promise<void> {
    const outcome = await (this.#phone?.answer(callId) ?? Promise.resolve('gone' as const));
    if (outcome === 'answered') return;
    if (outcome !== 'gone') {
      this.#notice('fault', microphoneWords[outcome]);
      return;
    }
    const stillRings = this.#state.calls.some((call) => call.callId === callId && call.phase === 'ringing');
    if (!stillRings) return;
    if (Date.now() < untilMs) setTimeout(() => void this.#answerHere(callId, untilMs), 200);
    else this.#notice('fault', strings.errAnswer);
  }

  show(panel: Panel | null): void {
    this.#directories.watch(panel?.kind === 'dial' || panel?.kind === 'transfer');
    this.#set({ panel, ...(panel?.kind === 'recent' ? { missedUnseen: 0 } : {}) });
  }

  dismissNotice(): void {
    clearTimeout(this.#noticeTimer);
    this.#set({ notice: null });
  }

  change(change: Partial<Settings>): void {
    const settings = { ...this.#state.settings, ...change };
    rememberSettings(settings);
    this.#set({ settings });
  }

  #attempt(deed: Promise<unknown>): void {
    deed.catch((error: unknown) => this.#notice('fault', wordsOf(error)));
  }

  #notice(kind: 'fault' | 'news', words: Words): void {
    clearTimeout(this.#noticeTimer);
    this.#notices += 1;
    this.#set({ notice: { kind, words, id: this.#notices } });
    this.#noticeTimer = setTimeout(() => this.#set({ notice: null }), noticeStaysMs);
  }

  #set(change: Partial<BarState> & { readonly microphone?: MicrophoneLight }): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
