// One call of the agent: who, from which queue, what is known, the clocks, and what can be done.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { shownActions } from '../actions/call.actions.ts';
import { icon } from '../icons.ts';
import { whoIs } from '../who.ts';
import { fieldWords } from './field-words.ts';
import { Part, actionButton } from './part.ts';
import type { MyCall } from '../bar-state.ts';

const phaseWords = { ringing: 'rings', dialling: 'stateDialling', talking: 'talking', held: 'onHold' } as const;
const kindWords = { inbound: 'incomingCall', outbound: 'outgoingCall', internal: 'internalCall' } as const;

export class AgentBarCall extends Part {
  static override properties = { ...Part.properties, call: { attribute: false } };
  static override styles = [
    Part.styles,
    css`
      :host {
        container-type: inline-size;
      }
      article {
        padding: 13px 14px 14px;
        border: 1px solid var(--agent-bar-line);
        border-inline-start: 5px solid var(--agent-bar-talk);
        border-radius: 12px;
        background: var(--agent-bar-surface);
      }
      .ringing {
        border-color: var(--agent-bar-answer);
        background: var(--agent-bar-ready-tint);
      }
      .held {
        border-inline-start-color: var(--agent-bar-pause);
      }
      .about {
        display: grid;
        gap: 8px 24px;
      }
      .kind {
        display: flex;
        align-items: center;
        gap: 6px 10px;
        flex-wrap: wrap;
        font-size: 13px;
        color: var(--agent-bar-quiet);
      }
      .kind svg {
        width: 1.2em;
        height: 1.2em;
      }
      .kind > span {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      .who {
        font-size: 21px;
        line-height: 1.25;
        font-weight: 650;
        overflow-wrap: anywhere;
        margin-top: 2px;
      }
      .second {
        font-size: 15px;
        color: var(--agent-bar-quiet);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
      }
      .facts div {
        min-width: 0;
      }
      dt {
        font-size: 12px;
        color: var(--agent-bar-quiet);
      }
      dd {
        font-size: 15px;
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .clocks {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
        align-content: start;
      }
      .clocks .main dd {
        font-size: 21px;
        font-weight: 600;
        line-height: 1.2;
      }
      .on {
        color: var(--agent-bar-danger);
        font-weight: 600;
      }
      .notes:empty {
        display: none;
      }
      .deeds {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 8px;
        margin-top: 14px;
      }
      .deeds .button {
        flex-direction: column;
        gap: 3px;
        padding: 7px 4px;
        line-height: 1.2;
        min-width: 0;
      }
      .deeds .hang-up:last-child:nth-child(odd) {
        grid-column: 1 / -1;
        flex-direction: row;
        gap: 8px;
        min-height: 46px;
      }
      .ringing .deeds .button {
        min-height: 58px;
        font-size: 16px;
      }
      .ringing h3 svg {
        animation: sway 1.4s ease-in-out infinite;
        color: var(--agent-bar-answer);
      }
      h3 {
        display: flex;
        gap: 9px;
        align-items: center;
      }
      @keyframes sway {
        0%,
        60%,
        100% {
          transform: rotate(0);
        }
        10%,
        30%,
        50% {
          transform: rotate(9deg);
        }
        20%,
        40% {
          transform: rotate(-9deg);
        }
      }
      @container (min-width: 560px) {
        .about {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .facts {
          grid-column: 1 / -1;
          grid-row: 2;
        }
        .clocks {
          text-align: end;
          justify-content: end;
        }
        .deeds {
          display: flex;
          flex-wrap: wrap;
        }
        .deeds .button,
        .deeds .hang-up:last-child:nth-child(odd) {
          flex-direction: row;
          gap: 7px;
          padding: 7px 13px;
          min-height: 42px;
        }
        .ringing .deeds .button {
          min-width: 150px;
          min-height: 50px;
          font-size: 17px;
        }
      }
      @container (min-width: 900px) {
        article {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto auto;
          gap: 8px 26px;
          align-items: center;
        }
        .about {
          display: contents;
        }
        .who-block {
          grid-row: 1;
        }
        .clocks {
          grid-row: 1;
          grid-column: 2;
        }
        .deeds {
          margin-top: 0;
          grid-row: 1;
          grid-column: 3;
          flex-wrap: nowrap;
        }
        .panel,
        .facts {
          grid-column: 1 / -1;
        }
      }
    `,
  ];
  declare call: MyCall;

  #facts(): TemplateResult | typeof nothing {
    const { say } = this.view;
    const { call } = this;
    const facts: [string, string][] = [
      ...(call.queueName ? [[say('queue'), call.queueName] satisfies [string, string]] : []),
      ...Object.entries(call.data).map(([name, value]): [string, string] => [fieldWords(name), value]),
    ];
    if (facts.length === 0) return nothing;
    return html`<dl class="facts" part="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #clocks(): TemplateResult {
    const { say, state } = this.view;
    const { call } = this;
    const ahead = state.clockAheadMs;
    const second: readonly [string, number | null] =
      call.phase === 'ringing'
        ? [say('waited'), call.waitingSince]
        : [say('whole'), call.connectedAt ?? call.createdAt];
    const showSecond = second[1] !== null && second[1] !== call.phaseSince;
    return html`<dl class="clocks">
      <div class="main">
        <dt>${say(phaseWords[call.phase])}</dt>
        <dd><agent-bar-timer .since=${call.phaseSince} .ahead=${ahead}></agent-bar-timer></dd>
      </div>
      ${
        showSecond
          ? html`<div class="main">
              <dt>${second[0]}</dt>
              <dd><agent-bar-timer .since=${second[1]} .ahead=${ahead}></agent-bar-timer></dd>
            </div>`
          : nothing
      }
    </dl>`;
  }

  #panel(): TemplateResult | typeof nothing {
    const { panel } = this.view.state;
    if (!panel || !('callId' in panel) || panel.callId !== this.call.callId) return nothing;
    const inside =
      panel.kind === 'keypad'
        ? html`<agent-bar-keypad .view=${this.view} .call=${this.call}></agent-bar-keypad>`
        : html`<agent-bar-target-picker
            .view=${this.view}
            purpose="transfer"
            .callId=${this.call.callId}
          ></agent-bar-target-picker>`;
    return html`<div class="panel" @keydown=${(event: KeyboardEvent) => this.#escape(event)}>${inside}</div>`;
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    const kind = this.view.state.panel?.kind;
    this.view.desk.show(null);
    this.renderRoot.querySelector<HTMLElement>(`[data-action="${kind}"]`)?.focus();
  }

  override render(): TemplateResult {
    const { say, calls } = this.view;
    const { call } = this;
    const actions = calls.get(call.callId);
    const shown = actions ? shownActions(call, actions) : [];
    const tone = { answer: 'answer', reject: 'hang-up', hangUp: 'hang-up' } as const;
    const name = whoIs(call, say);
    return html`<article class=${call.phase} part="call ${call.phase}" aria-label="${say('call')}: ${name}">
      <div class="about">
        <div class="who-block">
          <div class="kind">
            <span>${icon(call.kind === 'outbound' ? 'outgoing' : 'incoming')}${say(kindWords[call.kind])}</span>
            ${call.recorded ? html`<span class="on">${icon('record')}${say('recording')}</span>` : nothing}
            ${call.muted ? html`<span class="on">${icon('unmute')}${say('muted')}</span>` : nothing}
          </div>
          <h3 class="who">${call.phase === 'ringing' ? icon('answer') : nothing}<span>${name}</span></h3>
          ${call.party.name !== '' && call.party.number !== '' ? html`<div class="second number">${call.party.number}</div>` : nothing}
          ${call.soundHere ? nothing : html`<div class="second on">${say('phoneNotHere')}</div>`}
          ${call.heldByOther ? html`<div class="second">${say('theyHoldYou')}</div>` : nothing}
        </div>
        ${this.#facts()} ${this.#clocks()}
      </div>
      <div class="deeds">
        ${shown.map((action) =>
          actionButton(action, {
            ...(action.name in tone ? { tone: tone[action.name as keyof typeof tone] } : {}),
            expands: action.name === 'keypad' || action.name === 'transfer',
          }),
        )}
      </div>
      ${this.#panel()}
    </article>`;
  }
}
