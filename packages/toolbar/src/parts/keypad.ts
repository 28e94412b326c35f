// The keys of a telephone (ITU-T E.161), for tones during a call.
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { Part } from './part.ts';
import type { MyCall } from '../bar-state.ts';

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

export class AgentBarKeypad extends Part {
  static override properties = { ...Part.properties, call: { attribute: false } };
  static override styles = [
    Part.styles,
    css`
      :host {
        padding-top: 12px;
      }
      .sent {
        min-height: 1.5em;
        font-size: 17px;
        letter-spacing: 0.12em;
        overflow-wrap: anywhere;
        margin-bottom: 8px;
      }
      .keys {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: 8px;
        max-width: 270px;
      }
      .key {
        flex-direction: column;
        gap: 0;
        min-height: 50px;
        font-size: 19px;
        line-height: 1.15;
      }
      .key small {
        font-size: 11px;
        letter-spacing: 0.08em;
        min-height: 1.2em;
        color: var(--agent-bar-quiet);
      }
    `,
  ];
  declare call: MyCall;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.key')?.focus());
  }

  #send(digit: string): void {
    this.view.desk.sendDigits(this.call.callId, digit);
  }

  #type(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    this.#send(event.key);
  }

  override render(): TemplateResult {
    const { say } = this.view;
    return html`<div role="group" aria-label=${say('keypad')} @keydown=${(event: KeyboardEvent) => this.#type(event)}>
      <div class="sent number" role="status">
        <span class="unseen">${say('digitsSent')}: </span>${this.call.sentDigits}
      </div>
      <div class="keys">
        ${keys.map(
          ([digit, letters]) =>
            html`<button type="button" class="button key" @click=${() => this.#send(digit)}>
              ${digit}<small aria-hidden="true">${letters}</small>
            </button>`,
        )}
      </div>
    </div>`;
  }
}
