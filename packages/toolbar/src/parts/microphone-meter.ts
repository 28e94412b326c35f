// How loud the microphone hears, while its test is on: opened at a press of the button, closed with the panel.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { microphoneNowWords } from '../faults.ts';
import { icon } from '../icons.ts';
import { meterEveryMs, meterFloorDb } from '../limits.ts';
import { closeMicrophone, openMicrophone } from '../phone/microphone.ts';
import { Part } from './part.ts';
import type { MicrophoneFault } from '../faults.ts';

export class AgentBarMeter extends Part {
  static override properties = {
    ...Part.properties,
    device: { type: String },
    level: { state: true },
    fault: { state: true },
  };
  static override styles = [
    Part.styles,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      .rail {
        height: 12px;
        border: 1px solid var(--agent-bar-field-line);
        border-radius: 6px;
        overflow: hidden;
        background: var(--agent-bar-raised);
      }
      .rail svg {
        width: 100%;
        height: 100%;
        fill: var(--agent-bar-ready);
      }
      .why {
        color: var(--agent-bar-danger);
        font-size: 14px;
      }
      @media (forced-colors: active) {
        .rail svg {
          fill: Highlight;
        }
      }
    `,
  ];
  /** Which microphone; empty: the system's. */
  declare device: string;
  /** 0 to 100; null: the test is off. */
  declare level: number | null;
  declare fault: MicrophoneFault | null;
  #stream: MediaStream | null = null;
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.device = '';
    this.level = null;
    this.fault = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('device') && this.#stream) void this.#start();
  }

  async #start(): Promise<void> {
    this.#stop();
    const wanted = this.device;
    const heard = await openMicrophone(wanted);
    if ('fault' in heard) {
      this.fault = heard.fault;
      return;
    }
    if (!this.isConnected || this.device !== wanted) return closeMicrophone(heard.stream);
    this.fault = null;
    this.#stream = heard.stream;
    this.#measure(heard.stream);
  }

  #measure(stream: MediaStream): void {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#context = context;
    this.level = 0;
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const db = 10 * Math.log10(power + 1e-12);
      this.level = Math.round(Math.min(100, Math.max(0, (1 - db / meterFloorDb) * 100)));
    }, meterEveryMs);
  }

  #stop(): void {
    clearInterval(this.#timer);
    if (this.#stream) closeMicrophone(this.#stream);
    this.#stream = null;
    void this.#context?.close();
    this.#context = null;
    this.level = null;
  }

  override render(): TemplateResult {
    const { say, language } = this.view;
    const on = this.level !== null;
    return html`<button
        type="button"
        class="button"
        aria-pressed=${String(on)}
        @click=${() => (on ? this.#stop() : void this.#start())}
      >
        ${icon('mute')}<span>${say(on ? 'testMicrophoneStop' : 'testMicrophone')}</span>
      </button>
      ${
        this.level === null
          ? nothing
          : html`<div
                class="rail"
                part="meter"
                role="meter"
                aria-label=${say('microphoneLevel')}
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${this.level}
              >
                <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                  <rect width=${this.level} height="1"></rect>
                </svg>
              </div>
              <p class="quiet small">${say('microphoneSpeak')}</p>`
      }
      ${this.fault === null ? nothing : html`<p class="why" role="alert">${microphoneNowWords[this.fault][language]}</p>`}`;
  }
}
