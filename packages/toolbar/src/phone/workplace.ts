// Where the agent takes calls: the phone in this page, or one on the desk; and what to say of it.
import type { ClientState, CordboardClient } from '@cordboard/client';
import { answerWaitsForInviteMs, answerRetryMs } from '../limits.ts';
import { isCaller, ownConnection } from '../calls-of.ts';
import { BrowserPhone } from './browser-phone.ts';
import { watchMicrophone } from './microphone.ts';
import type { BrowserPhoneState } from './browser-phone.ts';
import type { MicrophoneLight, MyCall, PhoneLight, SignInForm } from '../bar-state.ts';

export type WorkplaceListener = {
  readonly changed: () => void;
  readonly microphone: (light: MicrophoneLight) => void;
};

export type AnswerOutcome = 'answered' | 'gone' | Extract<MicrophoneLight, 'refused' | 'absent' | 'busy' | 'insecure'>;

export class Workplace {
  at: SignInForm['at'] = 'browser';
  readonly #server: URL;
  readonly #client: CordboardClient;
  readonly #listener: WorkplaceListener;
  #phone: BrowserPhone | null = null;
  #state: BrowserPhoneState | null = null;
  #unwatch: (() => void) | null = null;

  constructor(server: URL, client: CordboardClient, listener: WorkplaceListener) {
    this.#server = server;
    this.#client = client;
    this.#listener = listener;
  }

  /** Opens the phone in this page for an extension; a desk phone needs nothing. */
  open(deviceId: string | null): void {
    this.close();
    if (deviceId === null || this.at === 'desk') return;
    this.#phone = new BrowserPhone({
      server: this.#server,
      credentials: () => this.#client.call('phone.credentials', { deviceId }),
      clockAheadMs: () => this.#client.state.clockOffsetMs,
      changed: (state) => {
        this.#state = state;
        this.#listener.changed();
      },
      callsChanged: () => this.#listener.changed(),
      microphone: (light) => this.#listener.microphone(light),
      autoAnswer: (callId) => this.#madeByMe(callId),
    });
    void this.#phone.start();
    if ('mediaDevices' in navigator) this.#unwatch = watchMicrophone((light) => this.#microphoneIs(light));
  }

  /** While a call has the microphone open, that is the news. */
  #microphoneIs(light: 'ready' | 'refused' | 'absent'): void {
    if (light !== 'ready' || this.#phone?.listening !== true) this.#listener.microphone(light);
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#phone?.close();
    this.#phone = null;
    this.#state = null;
  }

  light({ agent, device }: ClientState): PhoneLight {
    if (this.at === 'browser') return this.#state ?? 'none';
    if (!agent?.deviceId) return 'none';
    return device?.registered === false ? 'deskGone' : 'desk';
  }

  /** Only an answered call has sound; a desk phone has its own. */
  hasSound({ callId, phase }: Pick<MyCall, 'callId' | 'phase'>): boolean {
    const answered = phase === 'talking' || phase === 'held';
    return this.at === 'desk' || !answered || this.#phone?.has(callId) === true;
  }

  mute(callId: string, muted: boolean): void {
    this.#phone?.mute(callId, muted);
  }

  hangUp(callId: string): void {
    this.#phone?.hangUp(callId);
  }

  /** What the server says goes: only while it speaks. */
  reconcile({ link, calls }: ClientState): void {
    if (link === 'up') this.#phone?.reconcile(new Set(calls.map((call) => call.callId)));
  }

  /** The phone in this page answers; the CTI side may know of the call a little before its INVITE is here. */
  async answer(callId: string): Promise<AnswerOutcome> {
    const untilMs = Date.now() + answerWaitsForInviteMs;
    while (this.#phone) {
      const outcome = await this.#phone.answer(callId);
      if (outcome !== 'gone' || Date.now() > untilMs) return outcome;
      await new Promise((resolve) => setTimeout(resolve, answerRetryMs));
    }
    return 'gone';
  }

  #madeByMe(callId: string): boolean {
    const { agent, calls } = this.#client.state;
    const call = calls.find((one) => one.callId === callId);
    const own = call && agent ? ownConnection(call, agent.agentId) : null;
    return call !== undefined && own !== null && isCaller(call, own);
  }
}
