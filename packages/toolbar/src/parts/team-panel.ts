// The supervisor's team: who is at what and for how long, and what to do about it.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { interventionsOn } from '../actions/supervision.actions.ts';
import { icon } from '../icons.ts';
import { teamShownMax } from '../limits.ts';
import { activityWords } from './activity-words.ts';
import { Part, actionButton } from './part.ts';
import type { BarState, Colleague } from '../bar-state.ts';

/** Those in calls first, then those who work, the absent last; the same order until somebody's state changes. */
const nearness: Readonly<Record<Colleague['state'], number>> = {
  busy: 0,
  workingAfterCall: 1,
  ready: 2,
  notReady: 3,
  null: 4,
};

/** @returns the agents that the supervisor's rights reach, without himself */
export function teamOf({ directory, me, scope }: BarState, typed: string): readonly Colleague[] {
  const wanted = typed.trim().toLocaleLowerCase();
  return directory.colleagues
    .filter((one) => one.agentId !== me?.agentId && (scope === 'tenant' || one.groupId === me?.groupId))
    .filter((one) => `${one.name} ${one.agentId} ${one.deviceId ?? ''}`.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => nearness[a.state] - nearness[b.state] || a.name.localeCompare(b.name))
    .slice(0, teamShownMax);
}

export class AgentBarTeam extends Part {
  static override properties = { ...Part.properties, typed: { state: true }, chosen: { state: true } };
  static override styles = [
    Part.styles,
    css`
      h3 {
        font-size: 15px;
        font-weight: 650;
        padding: 2px 4px 8px;
      }
      ul {
        max-height: 380px;
        overflow-y: auto;
        margin-top: 8px;
        border: 1px solid var(--agent-bar-line);
        border-radius: 10px;
      }
      li + li {
        border-top: 1px solid var(--agent-bar-line);
      }
      .line {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        min-height: 48px;
        padding: 6px 12px;
        border: 0;
        background: none;
        text-align: start;
        color: inherit;
        font: inherit;
      }
      .line[aria-expanded='true'] {
        background: var(--agent-bar-talk-tint);
      }
      .dot {
        width: 11px;
        height: 11px;
        border-radius: 50%;
        border: 2px solid currentColor;
        flex: none;
      }
      .s-ready {
        color: var(--agent-bar-ready);
      }
      .s-ready .dot,
      .s-busy .dot {
        background: currentColor;
      }
      .s-busy {
        color: var(--agent-bar-talk);
      }
      .s-workingAfterCall {
        color: var(--agent-bar-wrap);
      }
      .s-notReady {
        color: var(--agent-bar-pause);
      }
      .name {
        font-weight: 550;
        color: var(--agent-bar-text);
        margin-inline-end: 6px;
      }
      .since {
        color: var(--agent-bar-text);
        font-variant-numeric: tabular-nums;
      }
      .deeds {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 4px 12px 12px;
      }
      .none {
        padding: 10px 4px;
        color: var(--agent-bar-quiet);
      }
    `,
  ];
  declare typed: string;
  declare chosen: string | null;

  constructor() {
    super();
    this.typed = '';
    this.chosen = null;
  }

  #line(one: Colleague): TemplateResult {
    const { say, state, desk } = this.view;
    const open = this.chosen === one.agentId;
    const ahead = state.clockAheadMs;
    const companion = one.with === null ? '' : ` ${say('teamWith', { who: one.with })}`;
    return html`<li data-agent=${one.agentId}>
      <button
        type="button"
        class="line s-${one.state}"
        aria-expanded=${String(open)}
        @click=${() => (this.chosen = open ? null : one.agentId)}
      >
        <span class="dot" aria-hidden="true"></span>
        <span class="grow">
          <span class="name break">${one.name}</span>
          <span class="small">${activityWords(one, say)}${companion}</span>
        </span>
        ${one.since === 0 ? nothing : html`<span class="since"><agent-bar-timer .since=${one.since} .ahead=${ahead}></agent-bar-timer></span>`}
        ${icon('chevron')}
      </button>
      ${
        open
          ? html`<div class="deeds" role="group" aria-label=${say('superviseMore', { who: one.name })}>
              ${interventionsOn(one, state, say, desk).map((action) =>
                actionButton(action, action.name === 'clearCall' ? { tone: 'hang-up' } : {}),
              )}
            </div>`
          : nothing
      }
    </li>`;
  }

  override render(): TemplateResult {
    const { state, say } = this.view;
    const team = teamOf(state, this.typed);
    return html`<section aria-labelledby="title">
      <h3 id="title">${say('teamTitle')}</h3>
      <input
        type="search"
        aria-label=${say('teamSearch')}
        placeholder=${say('teamSearch')}
        .value=${this.typed}
        @input=${(event: InputEvent) => (this.typed = (event.target as HTMLInputElement).value)}
      />
      ${
        team.length === 0
          ? html`<p class="none">${say('teamNobody')}</p>`
          : html`<ul>
              ${team.map((one) => this.#line(one))}
            </ul>`
      }
    </section>`;
  }
}
