// One call of the agent: who, from which queue, what is known, the clocks, and what can be done.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { shownActions } from '../actions/call.actions.ts';
import { icon } from '../icons.ts';
import { languageNames } from '../strings.table.ts';
import { whoIs } from '../who.ts';
import { callCardStyles } from './call-card.css.ts';
import { fieldWords } from './field-words.ts';
import { Part, actionButton } from './part.ts';
import type { MyCall } from '../bar-state.ts';
import type { StringKey } from '../strings.table.ts';

const phaseWords = { ringing: 'rings', dialling: 'stateDialling', talking: 'talking', held: 'onHold' } as const;
const kindWords = { inbound: 'incomingCall', outbound: 'outgoingCall', internal: 'internalCall' } as const;

const askedWords = {
  ringing: 'askedRinging',
  inviting: 'askedInviting',
  consulting: 'askedConsulting',
  alternated: 'askedAlternated',
  conference: 'askedConference',
} as const;

/** What an agent should know who did not come to this call by a queue or by calling. */
const purposeWords: Readonly<Partial<Record<MyCall['purpose'], StringKey>>> = {
  consultation: 'purposeConsultation',
  conference: 'purposeConference',
  transfer: 'purposeTransfer',
  check: 'purposeCheck',
};

/** Actions that open a panel under the call. */
const opens: ReadonlySet<string> = new Set(['keypad', 'transfer', 'consult', 'invite', 'grade']);

export class AgentBarCall extends Part {
  static override properties = { ...Part.properties, call: { attribute: false } };
  static override styles = [Part.styles, callCardStyles];
  declare call: MyCall;

  #facts(): TemplateResult | typeof nothing {
    const { say } = this.view;
    const { call } = this;
    const { area } = call;
    const facts: [string, string][] = [
      ...(area ? [[say('area'), this.view.language === 'zh' ? area.zh : area.en] satisfies [string, string]] : []),
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

  #away(): TemplateResult | typeof nothing {
    if (!this.call.outOfReach) return nothing;
    return html`<div class="asked" part="away" role="status">
      ${icon('warning')}<span>${this.view.say('outOfReach')}</span>
    </div>`;
  }

  /** Whom the agent has asked, and who hears whom; or why he himself was called. */
  #about(): TemplateResult | typeof nothing {
    const { say } = this.view;
    const { askedBy, consultation, purpose } = this.call;
    if (consultation !== null) {
      const words = say(askedWords[consultation.state], { who: consultation.name });
      return html`<div class="asked" part="asked" role="status">
        ${icon('consult')}<span class="break">${words}</span>
      </div>`;
    }
    const key = purposeWords[purpose];
    if (key === undefined) return nothing;
    return html`<div class="asked" part="asked">
      ${icon('consult')}<span class="break">${say(key, { who: this.#nameOf(askedBy) })}</span>
    </div>`;
  }

  #nameOf(asker: string | null): string {
    const known = this.view.state.directory.colleagues.find((one) => one.agentId === asker);
    return known?.name ?? asker ?? '';
  }

  #languages(): TemplateResult {
    const { say, state, desk } = this.view;
    return html`<div class="languages" role="group" aria-label=${say('gradeIn')}>
      <span>${say('gradeIn')}</span>
      ${state.gradingLanguages.map(
        (language) =>
          html`<button
            type="button"
            class="button"
            lang=${language}
            @click=${() => {
              desk.grade(this.call.callId, language);
              desk.show(null);
            }}
          >
            ${languageNames[language]}
          </button>`,
      )}
    </div>`;
  }

  #panel(): TemplateResult | typeof nothing {
    const { panel } = this.view.state;
    if (!panel || !('callId' in panel) || panel.callId !== this.call.callId) return nothing;
    const inside =
      panel.kind === 'keypad'
        ? html`<agent-bar-keypad .view=${this.view} .call=${this.call}></agent-bar-keypad>`
        : panel.kind === 'grade'
          ? this.#languages()
          : html`<agent-bar-target-picker
              .view=${this.view}
              purpose=${panel.kind}
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

  #record(): TemplateResult | typeof nothing {
    const { say } = this.view;
    const { recorded, recordingPaused } = this.call;
    if (!recorded) return nothing;
    if (recordingPaused) return html`<span>${icon('notReady')}${say('recordingPaused')}</span>`;
    return html`<span class="on">${icon('record')}${say('recording')}</span>`;
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
            ${this.#record()} ${call.muted ? html`<span class="on">${icon('unmute')}${say('muted')}</span>` : nothing}
          </div>
          <h3 class="who">${call.phase === 'ringing' ? icon('answer') : nothing}<span>${name}</span></h3>
          ${call.party.name !== '' && call.party.number !== '' ? html`<div class="second number">${call.party.number}</div>` : nothing}
          ${call.soundHere ? nothing : html`<div class="second on">${say('phoneNotHere')}</div>`}
          ${call.heldByOther ? html`<div class="second">${say('theyHoldYou')}</div>` : nothing}
        </div>
        ${this.#away()} ${this.#about()} ${this.#facts()} ${this.#clocks()}
      </div>
      <div class="deeds">
        ${shown.map((action) =>
          actionButton(action, {
            ...(action.name in tone ? { tone: tone[action.name as keyof typeof tone] } : {}),
            expands: opens.has(action.name),
          }),
        )}
      </div>
      ${this.#panel()}
    </article>`;
  }
}
