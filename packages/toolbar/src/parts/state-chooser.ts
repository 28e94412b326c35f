// The agent's own state: what it is, for how long, what comes next, and the ways out of it.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../icons.ts';
import { Part, actionButton } from './part.ts';
import { offeredReasons, pendingWords, reasonText, stateWords } from './state-words.ts';

export class AgentBarState extends Part {
  static override properties = { ...Part.properties, choosing: { state: true } };
  static override styles = [
    Part.styles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 14px;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 11px;
        flex: 1 1 210px;
        min-width: 0;
        padding: 8px 14px 8px 12px;
        border-radius: 12px;
        background: var(--tint);
        color: var(--ink);
      }
      .ready {
        --ink: var(--agent-bar-ready);
        --tint: var(--agent-bar-ready-tint);
      }
      .pause {
        --ink: var(--agent-bar-pause);
        --tint: var(--agent-bar-pause-tint);
      }
      .talk {
        --ink: var(--agent-bar-talk);
        --tint: var(--agent-bar-talk-tint);
      }
      .wrap {
        --ink: var(--agent-bar-wrap);
        --tint: var(--agent-bar-wrap-tint);
      }
      .off {
        --ink: var(--agent-bar-off);
        --tint: var(--agent-bar-off-tint);
      }
      .dot {
        width: 12px;
        height: 12px;
        border-radius: 50%;
        background: currentColor;
        flex: none;
      }
      .words {
        flex: 1 1 auto;
        min-width: 0;
      }
      .name {
        font-weight: 650;
        font-size: 16px;
        line-height: 1.25;
      }
      .more {
        font-size: 13px;
        line-height: 1.35;
      }
      .time {
        font-size: 19px;
        font-weight: 600;
        flex: none;
      }
      .choices {
        flex: 1 1 auto;
      }
      .choices > *,
      .choices .anchor .button {
        flex: 1 1 auto;
      }
      .choices .anchor {
        display: flex;
      }
      @container (min-width: 560px) {
        .state {
          max-width: 380px;
        }
        .choices,
        .choices > *,
        .choices .anchor .button {
          flex: 0 0 auto;
        }
      }
      .pending {
        flex-basis: 100%;
        display: flex;
        align-items: center;
        gap: 8px;
        font-size: 14px;
      }
      .pending svg {
        color: var(--agent-bar-pause);
      }
      .link {
        border: 0;
        background: none;
        padding: 6px;
        color: var(--agent-bar-accent);
        text-decoration: underline;
        text-underline-offset: 3px;
        min-height: 28px;
      }
    `,
  ];
  declare choosing: boolean;

  constructor() {
    super();
    this.choosing = false;
  }

  /** Opens the reasons: also what the shortcut does. */
  choose(): void {
    this.choosing = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.item')?.focus());
  }

  #close(): void {
    this.choosing = false;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[data-action="notReady"]')?.focus(),
    );
  }

  #take(reason: string): void {
    this.#close();
    this.view.desk.setNotReady(reason);
  }

  #keys(event: KeyboardEvent): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('.item')];
    const at = items.indexOf(
      this.renderRoot instanceof ShadowRoot ? (this.renderRoot.activeElement as HTMLElement) : items[0]!,
    );
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') this.#close();
    else if (step !== 0) items[(at + step + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #leave(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && this.renderRoot.contains(to)) return;
    if (to !== null) this.choosing = false;
  }

  #menu(): TemplateResult {
    const { say } = this.view;
    return html`<div
      class="menu"
      role="menu"
      aria-label=${say('chooseReason')}
      @keydown=${(event: KeyboardEvent) => this.#keys(event)}
      @focusout=${(event: FocusEvent) => this.#leave(event)}
    >
      ${offeredReasons.map(
        (reason) =>
          html`<button type="button" class="item" role="menuitem" @click=${() => this.#take(reason)}>
            ${reasonText(reason, say)}
          </button>`,
      )}
    </div>`;
  }

  #buttons(): TemplateResult {
    const { agent, state } = this.view;
    const notReady = {
      ...agent.notReady,
      pressed: this.choosing,
      run: () => (this.choosing ? this.#close() : this.choose()),
    };
    const wrapping = state.me?.state === 'workingAfterCall';
    const inCall = state.me?.state === 'busy';
    return html`<div class="row choices">
      ${wrapping ? actionButton(agent.finishWrapUp, { tone: 'primary' }) : nothing}
      ${wrapping || (state.me?.state === 'ready' && !state.me.pending) ? nothing : actionButton(agent.ready, state.me?.state === 'notReady' ? { tone: 'primary' } : {})}
      ${inCall || wrapping ? actionButton(agent.idleAfterHangUp, { iconOnly: true }) : nothing}
      <div class="anchor">${actionButton(notReady, { expands: true })}${this.choosing ? this.#menu() : nothing}</div>
    </div>`;
  }

  override render(): TemplateResult {
    const { state, say, desk } = this.view;
    const me = state.me;
    if (!me) return html``;
    const words = stateWords(state, say);
    const pending = pendingWords(me, say);
    const down = me.state === 'workingAfterCall' && state.calls.length === 0 ? me.wrapUpUntilMs : null;
    return html`<div class="state ${words.tone}" part="state">
        <span class="dot" aria-hidden="true"></span>
        <div class="words">
          <div class="name">${words.text}${words.detail === '' ? nothing : html` · ${words.detail}`}</div>
          <div class="more break">
            ${[me.name, me.deviceId, me.backedOffUntilMs === null ? null : say('backedOff')].filter(Boolean).join(' · ')}
          </div>
        </div>
        <div class="time" title=${down === null ? say('inStateFor') : say('wrapUpLeft')}>
          <agent-bar-timer .since=${me.since} .until=${down} .ahead=${state.clockAheadMs}></agent-bar-timer>
        </div>
      </div>
      ${this.#buttons()}
      ${pending === '' ? nothing : html`<div class="pending" part="pending">${icon('clock')}<span>${pending}</span><button type="button" class="link" @click=${() => desk.undoPending()}>${say('pendingCancel')}</button></div>`}`;
  }
}
