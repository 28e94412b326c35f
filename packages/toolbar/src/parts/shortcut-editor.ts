// Changing shortcuts: press the button, press the keys; each can be taken away, all can be turned off, and what two of them mean is said.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { chordOf, unfitness } from '../actions/chord.ts';
import { chosenChord, conflictsOf, shortcutGroups, withChord } from '../actions/shortcuts.ts';
import { icon } from '../icons.ts';
import { Part } from './part.ts';
import { cap, groupWords, keyCap } from './shortcut-words.ts';
import type { Unfit } from '../actions/chord.ts';
import type { ShortcutGroup } from '../actions/shortcuts.ts';
import type { ActionName } from '../actions/actions.table.ts';

export class AgentBarShortcuts extends Part {
  static override properties = { ...Part.properties, listening: { state: true }, refused: { state: true } };
  static override styles = [
    Part.styles,
    keyCap,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(185px, 100%), 1fr));
        gap: 2px 24px;
        font-size: 14px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: 0 6px;
        align-items: center;
        align-content: start;
      }
      .button {
        min-height: 34px;
        padding: 3px 8px;
        font-size: 13px;
      }
      .change {
        position: relative;
      }
      .listening {
        border-color: var(--agent-bar-accent);
        color: var(--agent-bar-accent);
      }
      .said {
        grid-column: 1 / -1;
        color: var(--agent-bar-danger);
        font-size: 13px;
      }
    `,
  ];
  /** First action of the group whose keys are awaited. */
  declare listening: ActionName | null;
  declare refused: { readonly name: ActionName; readonly why: Unfit; readonly chord: string } | null;

  constructor() {
    super();
    this.listening = null;
    this.refused = null;
  }

  #press(event: KeyboardEvent, group: ShortcutGroup): void {
    if (this.listening !== group[0] || event.key === 'Tab') return;
    // Neither the page nor the bar acts on keys that are being chosen.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      this.listening = null;
      return;
    }
    const chord = chordOf(event);
    if (chord === null) return;
    const why = unfitness(chord);
    this.refused = why ? { name: group[0], why, chord } : null;
    if (why === null) this.#take(group, chord);
  }

  #take(group: ShortcutGroup, chord: string | null): void {
    const { desk, state } = this.view;
    this.listening = null;
    this.refused = null;
    desk.change({ shortcuts: withChord(state.settings.shortcuts, group, chord) });
  }

  #line(group: ShortcutGroup): TemplateResult {
    const { say, state } = this.view;
    const { shortcuts } = state.settings;
    const [name] = group;
    const what = groupWords(group, say);
    const chord = chosenChord(name, shortcuts);
    const listening = this.listening === name;
    const others = conflictsOf(group, shortcuts).map((other) => groupWords(other, say));
    const refused = this.refused?.name === name ? this.refused : null;
    return html`<li data-shortcut=${name}>
      <span>${what}</span>
      <button
        type="button"
        class="button change ${listening ? 'listening' : ''}"
        aria-pressed=${String(listening)}
        @click=${() => {
          this.listening = listening ? null : name;
          this.refused = null;
        }}
        @keydown=${(event: KeyboardEvent) => this.#press(event, group)}
        @blur=${() => {
          if (this.listening === name) this.listening = null;
        }}
      >
        <span class="unseen">${say('shortcutChange', { what })}</span
        >${listening ? say('shortcutPress') : chord === null ? say('shortcutNone') : cap(chord)}
      </button>
      <button
        type="button"
        class="button plain icon-only"
        aria-label=${say('shortcutOff', { what })}
        title=${say('shortcutOff', { what })}
        aria-disabled=${chord === null ? 'true' : nothing}
        @click=${() => {
          if (chord !== null) this.#take(group, null);
        }}
      >
        ${icon('close')}
      </button>
      ${refused ? html`<span class="said" role="alert">${say(refused.why, { chord: refused.chord })}</span>` : nothing}
      ${others.length > 0 ? html`<span class="said" role="status">${say('shortcutConflict', { what: others.join(', ') })}</span>` : nothing}
    </li>`;
  }

  override render(): TemplateResult {
    const { say, state, desk } = this.view;
    const { shortcuts } = state.settings;
    return html`<label class="switch"
        ><input
          type="checkbox"
          .checked=${shortcuts.on}
          @change=${(event: Event) => desk.change({ shortcuts: { ...shortcuts, on: (event.target as HTMLInputElement).checked } })}
        />${say('shortcutsOn')}</label
      >
      ${
        shortcuts.on
          ? html`<ul>
                ${shortcutGroups.map((group) => this.#line(group))}
              </ul>
              <div>
                <button
                  type="button"
                  class="button"
                  @click=${() => desk.change({ shortcuts: { ...shortcuts, chords: {} } })}
                >
                  ${say('shortcutsReset')}
                </button>
              </div>`
          : nothing
      }`;
  }
}
