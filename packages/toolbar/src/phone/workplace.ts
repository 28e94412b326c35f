// Where the agent takes calls: the phone in this page, or one on the desk; and what to say of it.
import type { ClientState, CordboardClient } from '@cordboard/client';
import { answerWaitsForInviteMs, answerRetryMs } from '../limits.ts';
import { initialState } from '../bar-state.ts';
import { isCaller, ownConnection } from '../calls-of.ts';
import { BrowserPhone } from './browser-phone.ts';
import { QualityWatch } from './quality-watch.ts';
import { usable, watchSound } from './sound-devices.ts';
import type { BrowserPhoneOptions, BrowserPhoneState, PhoneDevices } from './browser-phone.ts';
import type {
  CallQuality,
  MicrophoneLight,
  MyCall,
  PhoneLight,
  Settings,
  SignInForm,
  SoundDevices,
} from '../bar-state.ts';

export type WorkplaceListener = {
  readonly changed: () => void;
  readonly microphone: (light: MicrophoneLight) => void;
  readonly sound: (devices: SoundDevices) => void;
  readonly quality: (quality: CallQuality | null) => void;
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
  #present: SoundDevices = initialState.sound;
  #wanted: PhoneDevices;
  readonly #quality: QualityWatch;

  /** @param wanted devices that the agent has chosen */
  constructor(server: URL, client: CordboardClient, wanted: PhoneDevices, listener: WorkplaceListener) {
    this.#server = server;
    this.#client = client;
    this.#wanted = wanted;
    this.#listener = listener;
    this.#quality = new QualityWatch((quality) => listener.quality(quality));
  }

  /** Takes what the agent has chosen, also for the call that is going on. */
  choose({ microphone, speaker }: Settings): void {
    if (microphone === this.#wanted.microphone && speaker === this.#wanted.speaker) return;
    this.#wanted = { microphone, speaker };
    this.#phone?.use(this.#usable());
  }

  /** What is chosen and has been pulled out is the system's until it is back. */
  #usable(): PhoneDevices {
    return {
      microphone: usable(this.#wanted.microphone, this.#present.microphones),
      speaker: usable(this.#wanted.speaker, this.#present.speakers),
    };
  }

  /** Opens the phone in this page for an extension; a desk phone needs nothing. */
  open(deviceId: string | null): void {
    this.close();
    if (deviceId === null || this.at === 'desk') return;
    const options: BrowserPhoneOptions = {
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
    };
    this.#phone = new BrowserPhone(options, this.#usable());
    void this.#phone.start();
    if ('mediaDevices' in navigator)
      this.#unwatch = watchSound(({ devices, microphone }) => {
        this.#present = devices;
        this.#listener.sound(devices);
        this.#phone?.use(this.#usable());
        this.#microphoneIs(microphone);
      });
  }

  /** While a call has the microphone open, that is the news. */
  #microphoneIs(light: 'ready' | 'refused' | 'absent'): void {
    if (light !== 'ready' || this.#phone?.listening !== true) this.#listener.microphone(light);
  }

  close(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#quality.watch(null);
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

  /** The quality of the call that is talked on here; one that is held is of no interest. */
  watchQuality(calls: readonly MyCall[]): void {
    const talking = calls.find((call) => call.phase === 'talking');
    this.#quality.watch((talking && this.#phone?.connectionOf(talking.callId)) ?? null);
  }

  /** Does this page carry a call's sound, so that closing it would cut the call? */
  get talking(): boolean {
    return this.#phone?.listening === true;
  }

  mute(callId: string, muted: boolean): void {
    this.#phone?.mute(callId, muted);
  }

  hangUp(callId: string): void {
    this.#phone?.hangUp(callId);
  }

  /** What the server says goes: only while it speaks. */
  reconcile({ link, calls, supervision }: ClientState): void {
    if (link !== 'up') return;
    const known = [...calls.map((call) => call.callId), ...(supervision === null ? [] : [supervision.callId])];
    this.#phone?.reconcile(new Set(known));
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

  /** He called, or wants to be at somebody's call: his own telephone picks up by itself. */
  #madeByMe(callId: string): boolean {
    const { agent, calls, supervision } = this.#client.state;
    if (supervision?.callId === callId) return true;
    const call = calls.find((one) => one.callId === callId);
    const own = call && agent ? ownConnection(call, agent.agentId) : null;
    return call !== undefined && own !== null && isCaller(call, own);
  }
}
