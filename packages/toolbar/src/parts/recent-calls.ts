// The last calls, missed ones marked by word and drawing; one press calls back.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../icons.ts';
import { Part } from './part.ts';
import { clockText } from './clock-text.ts';
import type { RecentCall } from '../bar-state.ts';

const ways = { incoming: 'incoming', outgoing: 'outgoing', missed: 'missed' } as const;
const words = { incoming: 'incoming', outgoing: 'outgoing', missed: 'missedCall' } as const;

export class AgentBarRecent extends Part {
  static override styles = [
    Part.styles,
    css`
      h3 {
        font-size: 15px;
        font-weight: 650;
        padding: 2px 4px 8px;
      }
      li {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px 4px;
        border-top: 1px solid var(--agent-bar-line);
      }
      li > svg {
        color: var(--agent-bar-quiet);
      }
      .missed > svg,
      .missed .way {
        color: var(--agent-bar-danger);
      }
      .missed .way {
        font-weight: 600;
      }
      .name {
        font-weight: 550;
      }
      .today {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 22px;
        padding: 0 4px 12px;
      }
      dt {
        font-size: 12px;
        color: var(--agent-bar-quiet);
      }
      dd {
        font-size: 17px;
        font-weight: 600;
      }
      .none {
        padding: 10px 4px;
        color: var(--agent-bar-quiet);
      }
    `,
  ];

  #line(call: RecentCall): TemplateResult {
    const { say, language, agent, desk } = this.view;
    const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(call.at);
    const about = [call.queueName, time, call.talkMs > 0 ? clockText(call.talkMs) : null].filter(
      (text) => text !== null,
    );
    const back = {
      ...agent.makeCall,
      icon: 'answer',
      label: say('callBack', { number: call.number }),
      shortcut: null,
    } as const;
    return html`<li class=${call.way}>
      ${icon(ways[call.way])}
      <div class="grow">
        <div class="name break">${call.name || call.number || say('unknownCaller')}</div>
        <div class="small quiet">
          <span class="way">${say(words[call.way])}</span> · <span class="number">${about.join(' · ')}</span>
        </div>
      </div>
      ${
        call.number === ''
          ? nothing
          : html`<button
              type="button"
              class="button plain icon-only"
              title=${back.label}
              aria-label=${back.label}
              aria-disabled=${back.enabled ? nothing : 'true'}
              @click=${() => {
                if (back.enabled) desk.makeCall({ kind: 'number', number: call.number });
              }}
            >
              ${icon(back.icon)}
            </button>`
      }
    </li>`;
  }

  #today(): TemplateResult | typeof nothing {
    const { say, state } = this.view;
    const { day } = state;
    if (day === null) return nothing;
    const facts = [
      [say('dayAnswered'), String(day.answered)],
      [say('dayMissed'), String(day.missed)],
      [say('dayMade'), String(day.made)],
      [say('dayTalk'), clockText(day.talkMs)],
      [say('dayReady'), clockText(day.readyMs)],
    ] as const;
    return html`<h3>${say('today')}</h3>
      <dl class="today">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd class="number">${value}</dd>
            </div>`,
        )}
      </dl>`;
  }

  override render(): TemplateResult {
    const { state, say } = this.view;
    return html`${this.#today()}
      <section aria-labelledby="title">
        <h3 id="title">${say('recentCalls')}</h3>
        ${
          state.recent.length === 0
            ? html`<p class="none">${say('noRecentCalls')}</p>`
            : html`<ul>
                ${state.recent.map((call) => this.#line(call))}
              </ul>`
        }
      </section>`;
  }
}
