// The list of shortcuts as they are now.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { chosenChord, shortcutGroups } from '../actions/shortcuts.ts';
import { Part } from './part.ts';
import { cap, groupWords, keyCap } from './shortcut-words.ts';

export class AgentBarHelp extends Part {
  static override styles = [
    Part.styles,
    keyCap,
    css`
      section {
        display: grid;
        gap: 10px;
        padding: 2px 4px;
      }
      h3 {
        font-size: 15px;
        font-weight: 650;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(210px, 100%), 1fr));
        gap: 6px 28px;
        font-size: 14px;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 12px;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('section')?.focus());
  }

  override render(): TemplateResult {
    const { say, state } = this.view;
    const { shortcuts } = state.settings;
    return html`<section aria-labelledby="title" tabindex="-1">
      <h3 id="title">${say('shortcuts')}</h3>
      ${shortcuts.on ? nothing : html`<p class="quiet">${say('shortcutsAllOff')}</p>`}
      <dl>
        ${shortcutGroups.map((group) => {
          const chord = chosenChord(group[0], shortcuts);
          return chord === null
            ? nothing
            : html`<div>
                <dt>${groupWords(group, say)}</dt>
                <dd>${cap(chord)}</dd>
              </div>`;
        })}
      </dl>
    </section>`;
  }
}
