// A list of devices to choose one from; one that is chosen and not plugged in stays in it, and says so.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { SoundDevice } from '../bar-state.ts';
import type { Say } from '../say.ts';

/** @param chosen the id; empty: the system's */
export function deviceChoice(
  id: string,
  label: string,
  devices: readonly SoundDevice[],
  chosen: string,
  say: Say,
  choose: (id: string) => void,
): TemplateResult {
  const gone = chosen !== '' && !devices.some((device) => device.id === chosen);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      <option value="" ?selected=${chosen === ''}>${say('deviceOfSystem')}</option>
      ${devices.map(
        (device, at) =>
          html`<option value=${device.id} ?selected=${device.id === chosen}>
            ${device.name === '' ? say('deviceUnnamed', { number: at + 1 }) : device.name}
          </option>`,
      )}
      ${gone ? html`<option value=${chosen} selected>${say('deviceGone')}</option>` : nothing}
    </select>
  </div>`;
}
