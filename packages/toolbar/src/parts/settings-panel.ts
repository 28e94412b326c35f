// The agent's own choices: language, light or dark, devices, ring tone, notifications, shortcuts.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { askForNotices, noticeLeave } from '../desktop-notice.ts';
import { languageNames, languages } from '../strings.table.ts';
import { Part, actionButton } from './part.ts';
import type { Settings } from '../bar-state.ts';
import type { Language } from '../strings.table.ts';

const appearances = { auto: 'appearanceAuto', light: 'appearanceLight', dark: 'appearanceDark' } as const;
/** Language alone: also shown on the sign-in card. */
export function languageChooser(
  language: Language,
  label: string,
  change: (settings: Partial<Settings>) => void,
): TemplateResult {
  return html`<select
    id="language"
    aria-label=${label}
    @change=${(event: Event) => change({ language: (event.target as HTMLSelectElement).value as Language })}
  >
    ${languages.map((one) => html`<option value=${one} lang=${one} ?selected=${one === language}>${languageNames[one]}</option>`)}
  </select>`;
}

export class AgentBarSettings extends Part {
  static override styles = [
    Part.styles,
    css`
      section {
        display: grid;
        gap: 14px;
      }
      h3 {
        font-size: 15px;
        font-weight: 650;
        margin: 0;
        padding: 2px 0 0;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
        gap: 14px;
      }
      h4 {
        font-size: 14px;
        font-weight: 650;
        color: var(--agent-bar-quiet);
        padding: 12px 0 8px;
        margin-top: 2px;
        border-top: 1px solid var(--agent-bar-line);
      }
      .why {
        color: var(--agent-bar-danger);
      }
    `,
  ];

  /** Turning it on is a gesture: then the browser may be asked. */
  #notifications(on: boolean): void {
    this.view.desk.change({ notifications: on });
    if (on) void askForNotices().then(() => this.requestUpdate());
  }

  #switch(name: 'ringTone' | 'notifications', change: (on: boolean) => void): TemplateResult {
    const { say, state } = this.view;
    return html`<label class="switch"
      ><input
        type="checkbox"
        name=${name}
        .checked=${state.settings[name]}
        @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
      />${say(name)}</label
    >`;
  }

  #alerts(): TemplateResult {
    const { say, state, desk } = this.view;
    const leave = state.settings.notifications ? noticeLeave() : 'none';
    return html`<div role="group" aria-labelledby="alerts">
      <h4 id="alerts">${say('alertsTitle')}</h4>
      ${this.#switch('ringTone', (on) => desk.change({ ringTone: on }))}
      ${this.#switch('notifications', (on) => this.#notifications(on))}
      ${leave === 'denied' ? html`<p class="why small">${say('notificationsBlocked')}</p>` : nothing}
      ${
        leave === 'default'
          ? html`<div class="row small">
              <span class="quiet">${say('notificationsAsk')}</span
              ><button type="button" class="button" @click=${() => this.#notifications(true)}>
                ${say('notificationsAskNow')}
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #looks(): TemplateResult {
    const { state, say, desk, language } = this.view;
    const { appearance } = state.settings;
    return html`<div class="fields">
      <div class="field">
        <label for="language">${say('language')}</label
        >${languageChooser(language, say('language'), (change) => desk.change(change))}
      </div>
      <div class="field">
        <label for="appearance">${say('appearance')}</label>
        <select
          id="appearance"
          @change=${(event: Event) => desk.change({ appearance: (event.target as HTMLSelectElement).value as Settings['appearance'] })}
        >
          ${Object.entries(appearances).map(([value, key]) => html`<option value=${value} ?selected=${value === appearance}>${say(key)}</option>`)}
        </select>
      </div>
    </div>`;
  }

  override render(): TemplateResult {
    const { say, agent, state } = this.view;
    const desk = state.phone === 'desk' || state.phone === 'deskGone';
    return html`<section aria-labelledby="title">
      <h3 id="title">${say('settings')}</h3>
      ${this.#looks()}
      ${
        desk
          ? nothing
          : html`<div role="group" aria-labelledby="sound">
              <h4 id="sound">${say('soundTitle')}</h4>
              <agent-bar-sound exportparts="meter" .view=${this.view}></agent-bar-sound>
            </div>`
      }
      ${this.#alerts()}
      <div role="group" aria-labelledby="keys">
        <h4 id="keys">${say('shortcuts')}</h4>
        <agent-bar-shortcuts .view=${this.view}></agent-bar-shortcuts>
      </div>
      <div class="row">${actionButton(agent.checkPhone)}${actionButton(agent.signOut)}</div>
    </section>`;
  }
}
