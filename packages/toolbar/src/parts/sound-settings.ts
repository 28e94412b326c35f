// Which microphone, speaker and ringer; with a test of each, and in words what is in the way.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { microphoneNowWords } from '../faults.ts';
import { icon } from '../icons.ts';
import { usable } from '../phone/sound-devices.ts';
import { RingTone } from '../ring-tone.ts';
import { deviceChoice } from './device-choice.ts';
import { Part } from './part.ts';

export class AgentBarSound extends Part {
  static override styles = [
    Part.styles,
    css`
      :host {
        display: grid;
        gap: 14px;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(210px, 100%), 1fr));
        gap: 14px;
        align-items: end;
      }
      .tests {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: start;
      }
      agent-bar-meter {
        flex: 0 1 auto;
        min-width: 190px;
      }
      .why {
        display: flex;
        gap: 9px;
        font-size: 14px;
        color: var(--agent-bar-danger);
      }
    `,
  ];
  readonly #ring = new RingTone();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ring.close();
  }

  #troubles(): readonly string[] {
    const { state, say, language } = this.view;
    const { microphone, sound, settings } = state;
    const { microphones, speakers } = sound;
    const faults = [];
    if (microphone === 'refused' || microphone === 'absent' || microphone === 'busy' || microphone === 'insecure')
      faults.push(microphoneNowWords[microphone][language]);
    const gone =
      usable(settings.microphone, microphones) !== settings.microphone ||
      (sound.speakerChoice &&
        [settings.speaker, settings.ringer].some((chosen) => usable(chosen, speakers) !== chosen));
    return gone && microphone !== 'refused' ? [...faults, say('deviceGoneLong')] : faults;
  }

  override render(): TemplateResult {
    const { state, say, desk } = this.view;
    const { settings, sound } = state;
    const list = (name: 'microphone' | 'speaker' | 'ringer'): TemplateResult =>
      deviceChoice(
        name,
        say(name),
        name === 'microphone' ? sound.microphones : sound.speakers,
        settings[name],
        say,
        (id) => desk.change({ [name]: id }),
      );
    return html`<div class="fields">
        ${list('microphone')} ${sound.speakerChoice ? html`${list('speaker')} ${list('ringer')}` : nothing}
      </div>
      ${sound.speakerChoice ? nothing : html`<p class="quiet small">${say('speakerFixed')}</p>`}
      ${this.#troubles().map((trouble) => html`<p class="why" role="status">${icon('warning')}<span>${trouble}</span></p>`)}
      <div class="tests">
        <agent-bar-meter
          exportparts="meter"
          .view=${this.view}
          .device=${usable(settings.microphone, sound.microphones)}
        ></agent-bar-meter>
        <button
          type="button"
          class="button"
          data-test="ring"
          @click=${() => this.#ring.once(usable(settings.ringer, sound.speakers))}
        >
          ${icon('play')}<span>${say('testRing')}</span>
        </button>
      </div>`;
  }
}
