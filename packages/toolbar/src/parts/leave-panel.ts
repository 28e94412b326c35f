// Leaves: an agent asks to be away or takes it back; a supervisor decides on those who ask.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { leaveMinutesMax } from '../limits.ts';
import { Part, actionButton } from './part.ts';
import { offeredReasons, reasonText } from './state-words.ts';
import type { LeaveApplication } from '../bar-state.ts';

const stateKeys = { applied: 'leaveApplied', approved: 'leaveApproved', away: 'leaveAway' } as const;

export class AgentBarLeave extends Part {
  static override styles = [
    Part.styles,
    css`
      h3 {
        font-size: 15px;
        font-weight: 650;
        padding: 2px 4px 8px;
      }
      section + section {
        margin-top: 14px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        align-items: end;
      }
      form label {
        flex: 1 1 160px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: center;
        padding: 8px 4px;
        border-top: 1px solid var(--agent-bar-line);
      }
      .name {
        font-weight: 550;
      }
      .none {
        padding: 6px 4px;
        color: var(--agent-bar-quiet);
      }
    `,
  ];

  #ask(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const minutes = Number(form.get('minutes'));
    const reason = form.get('reason');
    this.view.desk.applyLeave(typeof reason === 'string' ? reason : 'break', minutes > 0 ? minutes : null);
  }

  #own(): TemplateResult {
    const { state, say, agent } = this.view;
    const { ownLeave } = state;
    if (ownLeave !== null) {
      return html`<p role="status">${say(ownLeave.overdue ? 'leaveOverdue' : stateKeys[ownLeave.state])}</p>
        ${agent.cancelLeave.enabled ? actionButton(agent.cancelLeave) : nothing}`;
    }
    const may = state.me?.allowed.includes('leave.apply') === true;
    return html`<form @submit=${(event: SubmitEvent) => this.#ask(event)}>
      <label
        >${say('leaveWhy')}<select name="reason">
          ${offeredReasons.map((reason) => html`<option value=${reason}>${reasonText(reason, say)}</option>`)}
        </select></label
      >
      <label
        >${say('leaveMinutes')}<input name="minutes" type="number" inputmode="numeric" min="1" max=${leaveMinutesMax}
      /></label>
      <button type="submit" class="button primary" ?disabled=${!may}>${say('leaveSend')}</button>
    </form>`;
  }

  #line({ agentId, durationMs, name, overdue, reason, state }: LeaveApplication): TemplateResult {
    const { say, desk } = this.view;
    const length = durationMs === null ? '' : ` · ${say('leaveFor', { count: Math.round(durationMs / 60_000) })}`;
    const decide = (allow: boolean) => (): void => desk.decideLeave(agentId, allow);
    return html`<li data-agent=${agentId}>
      <div class="grow">
        <div class="name break">${name}</div>
        <div class="small quiet">
          ${reasonText(reason, say)}${length} · ${say(overdue ? 'leaveOverdue' : stateKeys[state])}
        </div>
      </div>
      ${
        state === 'applied'
          ? html`<button type="button" class="button" data-deed="allow" @click=${decide(true)}>
                ${say('leaveAllow')}
              </button>
              <button type="button" class="button" data-deed="refuse" @click=${decide(false)}>
                ${say('leaveRefuse')}
              </button>`
          : nothing
      }
    </li>`;
  }

  override render(): TemplateResult {
    const { state, say } = this.view;
    const decides = state.rights.includes('approveLeave');
    return html`<section aria-labelledby="own">
        <h3 id="own">${say('leaveAsk')}</h3>
        ${this.#own()}
      </section>
      ${
        decides
          ? html`<section aria-labelledby="others">
              <h3 id="others">${say('leaveDecide')}</h3>
              ${
                state.leaves.length === 0
                  ? html`<p class="none">${say('leaveNone')}</p>`
                  : html`<ul>
                      ${state.leaves.map((leave) => this.#line(leave))}
                    </ul>`
              }
            </section>`
          : nothing
      }`;
  }
}
