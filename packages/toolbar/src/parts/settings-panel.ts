// The agent's own choices: language, light or dark, shortcuts, ring tone, notification; and the list of shortcuts.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { actionRows } from '../actions/actions.table.ts';
import { languageNames, languages } from '../strings.table.ts';
import { Part, actionButton } from './part.ts';
import type { Settings } from '../bar-state.ts';
import type { Language, StringKey } from '../strings.table.ts';

const appearances = { auto: 'appearanceAuto', light: 'appearanceLight', dark: 'appearanceDark' } as const;
const switches: readonly (readonly ['shortcuts' | 'ringTone' | 'notifications', StringKey])[] = [
  ['ringTone', 'ringTone'],
  ['notifications', 'notifications'],
  ['shortcuts', 'shortcuts'],
];

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
        padding: 2px 4px 0;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
        gap: 14px;
      }
      .switch {
        display: flex;
        gap: 10px;
        align-items: center;
        min-height: 32px;
        font-weight: 500;
        cursor: pointer;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(190px, 1fr));
        gap: 4px 24px;
        font-size: 14px;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 12px;
      }
      kbd {
        font: inherit;
        font-size: 12px;
        padding: 1px 7px;
        border: 1px solid var(--agent-bar-line);
        border-radius: 6px;
        background: var(--agent-bar-raised);
        white-space: nowrap;
      }
    `,
  ];

  #keys(): TemplateResult {
    const { say } = this.view;
    const rows = Object.values(actionRows).flatMap((row) =>
      row.key === null ? [] : [{ key: row.key, label: say(row.label) }],
    );
    const keys = [...new Set(rows.map((row) => row.key))];
    return html`<dl>
      ${keys.map((key) => {
        const labels = rows.filter((row) => row.key === key).map((row) => row.label);
        return html`<div>
          <dt>${labels.join(' / ')}</dt>
          <dd><kbd>Alt+${key}</kbd></dd>
        </div>`;
      })}
    </dl>`;
  }

  override render(): TemplateResult {
    const { state, say, desk, language, agent } = this.view;
    const { settings } = state;
    return html`<section aria-labelledby="title">
      <h3 id="title">${say('settings')}</h3>
      <div class="fields">
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
            ${Object.entries(appearances).map(([value, key]) => html`<option value=${value} ?selected=${value === settings.appearance}>${say(key)}</option>`)}
          </select>
        </div>
      </div>
      <div>
        ${switches.map(
          ([name, key]) =>
            html`<label class="switch"
              ><input
                type="checkbox"
                .checked=${settings[name]}
                @change=${(event: Event) => desk.change({ [name]: (event.target as HTMLInputElement).checked })}
              />${say(key)}</label
            >`,
        )}
      </div>
      ${settings.shortcuts ? this.#keys() : nothing}
      <div class="row">${actionButton(agent.signOut)}</div>
    </section>`;
  }
}
