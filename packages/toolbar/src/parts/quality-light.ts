// How the call sounds: bars, a word and, at a press or under the pointer, the figures.
import { css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { Part } from './part.ts';
import type { CallQuality } from '../bar-state.ts';
import type { StringKey } from '../strings.table.ts';

const levels = {
  good: { words: 'qualityGood', bars: 3 },
  fair: { words: 'qualityFair', bars: 2 },
  poor: { words: 'qualityPoor', bars: 1 },
} as const;

/** Filled: reached; else its outline, so that three can be counted. */
function qualityBar(bar: number, filled: boolean): TemplateResult {
  const height = 4 + bar * 4;
  return svg`<rect x=${bar * 5 + 0.5} y=${12.5 - height} width="3" height=${height} fill-opacity=${filled ? 1 : 0}></rect>`;
}

export class AgentBarQuality extends Part {
  static override properties = { ...Part.properties, open: { state: true } };
  static override styles = [
    Part.styles,
    css`
      button {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        min-height: 28px;
        padding: 2px 6px;
        margin: 0 -6px;
        border: 0;
        border-radius: 6px;
        background: none;
        font-size: 13px;
        color: var(--agent-bar-quiet);
      }
      button:hover {
        background: var(--agent-bar-raised);
      }
      .poor {
        color: var(--agent-bar-danger);
        font-weight: 600;
      }
      svg {
        width: 15px;
        height: 13px;
      }
      .good svg {
        color: var(--agent-bar-ready);
      }
      .fair svg {
        color: var(--agent-bar-pause);
      }
      .menu {
        inset-block: auto calc(100% + 6px);
        padding: 10px 12px;
        color: var(--agent-bar-text);
      }
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 4px 16px;
        font-size: 14px;
      }
      dd {
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  #figures(quality: CallQuality): readonly (readonly [StringKey, string])[] {
    const { say } = this.view;
    const ms = (value: number | null): string =>
      value === null ? say('qualityUnknown') : say('milliseconds', { count: Math.round(value) });
    const share = (value: number | null): string => (value === null ? say('qualityUnknown') : `${value.toFixed(1)} %`);
    return [
      ['qualityDelay', ms(quality.rttMs)],
      ['qualityJitter', ms(quality.jitterMs)],
      ['qualityLossIn', share(quality.lossInPercent)],
      ['qualityLossOut', share(quality.lossOutPercent)],
      ['qualityRating', quality.r.toFixed(0)],
    ];
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    this.open = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { state, say } = this.view;
    const { quality } = state;
    if (!quality) return nothing;
    const { words, bars } = levels[quality.level];
    const figures = this.#figures(quality);
    const told = figures.map(([name, value]) => `${say(name)}: ${value}`).join('\n');
    return html`<div
      class="anchor"
      @keydown=${(event: KeyboardEvent) => this.#escape(event)}
      @focusout=${() => (this.open = false)}
    >
      <button
        type="button"
        class=${quality.level}
        part="light quality ${quality.level}"
        title=${told}
        aria-expanded=${String(this.open)}
        @click=${() => (this.open = !this.open)}
      >
        <svg viewBox="0 0 15 13" aria-hidden="true" stroke="currentColor" fill="currentColor">
          ${[0, 1, 2].map((bar) => qualityBar(bar, bar < bars))}
        </svg>
        <span>${say('sound')}: ${say(words)}</span>
      </button>
      ${
        this.open
          ? html`<dl class="menu" part="figures">
              ${figures.map(
                ([name, value]) =>
                  html`<dt>${say(name)}</dt>
                    <dd>${value}</dd>`,
              )}
            </dl>`
          : nothing
      }
    </div>`;
  }
}
