// From the sign-in card to work and back: microphone, session, extension, phone; a refreshed page takes up where it was.
import { CordboardError } from '@cordboard/client';
import type { ClientEvents, CordboardClient } from '@cordboard/client';
import { askForNotices } from './desktop-notice.ts';
import { microphoneWords, wordsOf } from './faults.ts';
import { restoreEveryMs } from './limits.ts';
import { askMicrophone } from './phone/microphone.ts';
import { keepTabSession, rememberSignIn, rememberedSignIn, tabSession } from './settings.ts';
import { strings } from './strings.table.ts';
import type { DeviceChoice, SignInForm } from './bar-state.ts';
import type { Workplace } from './phone/workplace.ts';
import type { StateCell } from './state-cell.ts';
import type { Words } from './strings.table.ts';

type Why = ClientEvents['ended'];

const farewells: Readonly<Partial<Record<Why, Words>>> = {
  signedInElsewhere: strings.signedInElsewhereNow,
  signedOutByOther: strings.signedOutByOther,
};

/** Faults of the way to the server, after which trying again makes sense. */
const passing: ReadonlySet<CordboardError['refused']> = new Set([
  'linkLost',
  'timeout',
  'notConnected',
  'closed',
  'overloaded',
]);

export type ShiftOptions = {
  /** Of the session in what the tab remembers. */
  readonly name: string;
  readonly client: CordboardClient;
  readonly cell: StateCell;
  readonly workplace: Workplace;
  readonly devices: () => readonly DeviceChoice[];
  /** The agent is at work: state and lists may be shown. */
  readonly begun: () => void;
  readonly ended: () => void;
};

/** How the agent comes to work and leaves it: by himself, or with the page around. */
export interface Presence {
  /** Takes up what was before the page was loaded. */
  resume(): void;
  stop(): void;
  signIn(form: SignInForm): Promise<void>;
  chooseDevice(deviceId: string): Promise<void>;
  signOut(): Promise<void>;
  leave(own: boolean): Promise<void>;
  ended(why: Why): void;
  /** The client knows something else now. */
  follow(): void;
}

export class Shift implements Presence {
  readonly #options: ShiftOptions;
  #login = '';
  #leaving = false;
  #restoring: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ShiftOptions) {
    this.#options = options;
  }

  /** Takes up the session of this tab, if there is one. */
  resume(): void {
    const session = tabSession(this.#options.name);
    if (session && this.#options.cell.state.session === 'signedOut') void this.#restore(session.token, session.at);
  }

  follow(): void {}

  stop(): void {
    clearTimeout(this.#restoring);
    this.#options.workplace.close();
    this.#options.client.close();
  }

  async signIn(form: SignInForm): Promise<void> {
    const { cell, client, workplace } = this.#options;
    if (cell.state.session !== 'signedOut') return;
    cell.set({ session: 'signingIn', signInMessage: null });
    workplace.at = form.at;
    this.#login = form.login;
    try {
      if (form.at === 'browser' && !(await this.#microphoneGiven())) return;
      if (cell.state.settings.notifications) void askForNotices();
      await client.signIn({ login: form.login, password: form.password });
      this.#keepToken();
      await this.#beginWork(form.deviceId);
    } catch (error) {
      this.#failed(error);
    }
  }

  async chooseDevice(deviceId: string): Promise<void> {
    const { cell, devices } = this.#options;
    if (cell.state.session !== 'choosing') return;
    cell.set({ signInMessage: null });
    try {
      await this.#takeDevice(deviceId);
    } catch (error) {
      cell.set({ signInMessage: wordsOf(error), devices: devices() });
    }
  }

  /** During a call: after it. */
  async signOut(): Promise<void> {
    const { cell, client } = this.#options;
    if (cell.state.session === 'signedIn') {
      await client.call('agent.signOut');
      if (cell.state.calls.length > 0) return;
    }
    await this.leave(true);
  }

  /** @param own whether the agent wished it; otherwise he is told that the session is over */
  async leave(own: boolean): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    await this.#options.client.signOut();
    this.ended(own ? 'signedOut' : 'sessionExpired');
  }

  /** The session is over, for whatever reason. */
  ended(why: Why): void {
    this.#leaving = false;
    keepTabSession(this.#options.name, null);
    this.#options.workplace.close();
    this.#options.ended();
    this.#options.cell.clear(why === 'signedOut' ? null : (farewells[why] ?? strings.sessionOver));
  }

  async #restore(token: string, at: SignInForm['at']): Promise<void> {
    const { cell, client, workplace } = this.#options;
    workplace.at = at;
    this.#login = rememberedSignIn().login;
    cell.set({ session: 'restoring' });
    try {
      await client.signInWithToken(token);
      this.#keepToken();
      await this.#beginWork(rememberedSignIn().deviceId);
    } catch (error) {
      if (error instanceof CordboardError && passing.has(error.refused)) {
        this.#restoring = setTimeout(() => void this.#restore(token, at), restoreEveryMs);
        return;
      }
      keepTabSession(this.#options.name, null);
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#options.workplace.close();
    this.#options.client.close();
    this.#options.cell.clear(wordsOf(error));
  }

  async #microphoneGiven(): Promise<boolean> {
    const { cell } = this.#options;
    cell.set({ microphone: 'asking' });
    const microphone = await askMicrophone();
    if (microphone === 'ready') cell.set({ microphone });
    else cell.set({ microphone, session: 'signedOut', signInMessage: microphoneWords[microphone] });
    return microphone === 'ready';
  }

  /** Goes to work at the extension that the agent already has, the one he named, or one that he chooses now. */
  async #beginWork(deviceId: string): Promise<void> {
    const { client, cell, devices } = this.#options;
    const { agent } = client.state;
    if (agent && agent.state !== 'null') return this.#atWork(agent.deviceId);
    if (deviceId !== '') return this.#takeDevice(deviceId);
    if (devices().length === 0) return this.#takeDevice(null);
    cell.set({ session: 'choosing', devices: devices() });
  }

  async #takeDevice(deviceId: string | null): Promise<void> {
    await this.#options.client.call('agent.signIn', { ...(deviceId === null ? {} : { deviceId }), state: 'notReady' });
    this.#atWork(deviceId);
  }

  /** The phone comes after the sign-in: only who works at an extension is given its credentials. */
  #atWork(deviceId: string | null): void {
    const { cell, workplace, begun } = this.#options;
    rememberSignIn({ login: this.#login, deviceId: deviceId ?? '', at: workplace.at });
    cell.set({ session: 'signedIn', signInMessage: null });
    workplace.open(deviceId);
    begun();
  }

  #keepToken(): void {
    const { client, workplace, name } = this.#options;
    if (client.token !== null) keepTabSession(name, { token: client.token, at: workplace.at });
  }
}
