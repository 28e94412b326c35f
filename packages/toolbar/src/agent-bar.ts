// <agent-bar>: the agent's tool for a shift. Puts the parts together; the store knows what is true, the actions what is possible.
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { actionRows } from './actions/actions.table.ts';
import { isButtonName, namedButtons } from './actions/named-buttons.table.ts';
import { actionOf } from './actions/shortcuts.ts';
import { layout } from './agent-bar.css.ts';
import { initialState } from './bar-state.ts';
import { announcementOf } from './announcement.ts';
import { MovableElement } from './movable.ts';
import { icon } from './icons.ts';
import { eventsBetween } from './page-events.ts';
import { Part, actionButton } from './parts/part.ts';
import { AgentBarState } from './parts/state-chooser.ts';
import { languageChooser } from './parts/settings-panel.ts';
import { usable } from './phone/sound-devices.ts';
import { RingSignal } from './ring-signal.ts';
import { chooseLanguage } from './say.ts';
import { tokens } from './theme.css.ts';
import { whoIs } from './who.ts';
import { allActions, everyAction, makeView } from './view.ts';
import type { BarState, Desk } from './bar-state.ts';
import type { PageEvent } from './page-events.ts';
import type { View } from './view.ts';

/** Where the bar gets its state and puts its wishes; the store in the product. */
export interface BarSource extends Desk {
  readonly state: BarState;
  /** @returns how to stop listening */
  subscribe(changed: () => void): () => void;
  connect(): void;
  disconnect(): void;
}

/** Each button is a part by its action's name. */
const buttonParts = ['button', ...Object.keys(actionRows)].join(', ');

/** What nested elements let the page style by `::part`. */
const partsOf = {
  state: `state, pending, ${buttonParts}`,
  call: `call, ringing, dialling, talking, held, asked, facts, ${buttonParts}`,
  lights: 'light, server, phone, microphone',
  quality: 'light, quality, good, fair, poor, figures',
  settings: `meter, ${buttonParts}`,
  supervision: `supervision, ${buttonParts}`,
} as const;

/**
 * @attr theme `light` or `dark`; absent: as the system, or as the agent has chosen
 * @attr lang language to speak unless the agent has chosen another
 * @attr server base address of the server; absent: the page's own
 * @attr signed-in present while the agent is at work (set by the element)
 * @attr alone this element keeps a session of its own instead of sharing one with other tabs; its value tells several of them apart
 * @attr keep-title the bar does not write into the page's title
 * @fires cordboard-session the agent has begun or ended his work
 * @fires cordboard-agent the agent's state is another
 * @fires cordboard-call a call has come, gone on, or ended
 * @fires agent-bar-change after each change, `detail` is `{state, language}`
 */
export class AgentBar extends MovableElement {
  static override properties = { server: { type: String }, source: { attribute: false }, view: { state: true } };
  static override styles = [Part.styles, tokens, layout];
  /** How an element without a source gets one; set by the library's entry, so that the element itself can be drawn from anything. */
  static makeSource: ((server: string | null, alone: string | null) => BarSource) | null = null;
  declare server: string | null;
  declare source: BarSource | null;
  declare view: View | null;
  #unsubscribe: (() => void) | null = null;
  /** The source that this element made itself, and for which server. */
  #made: { readonly source: BarSource; readonly server: string | null } | null = null;
  #said: BarState = initialState;
  #polite = '';
  #assertive = '';
  readonly #ring = new RingSignal();
  readonly #onVisibility = (): void => {
    if (this.view) this.#signal(this.view);
  };
  readonly #onKey = (event: KeyboardEvent): void => this.#shortcut(event);

  constructor() {
    super();
    this.server = null;
    this.source = null;
    this.view = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener('keydown', this.#onKey);
    document.addEventListener('visibilitychange', this.#onVisibility);
    if (!this.source) this.#make();
    if (this.source && this.hasUpdated) this.#attach(this.source);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener('keydown', this.#onKey);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.source?.disconnect();
    this.#ring.stop();
  }

  #make(): void {
    const source = AgentBar.makeSource?.(this.server, this.getAttribute('alone')) ?? null;
    this.#made = source && { source, server: this.server };
    this.source = source;
  }

  /**
   * Presses a button by the name that pages know it by (seed 003 DoClickAgentBarButtonByName).
   *
   * @param name such as `tsbHold`
   * @returns false when there is no such button, or nothing that it could do now
   */
  press(name: string): boolean {
    const { view } = this;
    if (view === null || view.state.session !== 'signedIn' || !isButtonName(name)) return false;
    const actions = everyAction(view);
    for (const wanted of namedButtons[name]) {
      const action = actions.find((one) => one.name === wanted && one.enabled);
      if (action === undefined) continue;
      action.run();
      return true;
    }
    return false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const made = this.#made;
    // A page may name the server after the element has been defined.
    if (made && made.source === this.source && made.server !== this.server && this.isConnected) {
      made.source.disconnect();
      this.#make();
    }
    if (changed.has('source') && this.source && this.isConnected) this.#attach(this.source);
  }

  #attach(source: BarSource): void {
    this.#unsubscribe?.();
    this.#unsubscribe = source.subscribe(() => this.#take(source));
    source.connect();
    this.#take(source);
  }

  #take(source: BarSource): void {
    const { state } = source;
    const language = chooseLanguage([
      state.settings.language,
      this.lang,
      document.documentElement.lang,
      ...navigator.languages,
    ]);
    const view = makeView(state, language, source);
    if (state.settings.appearance === 'auto') this.removeAttribute('theme');
    else this.setAttribute('theme', state.settings.appearance);
    this.toggleAttribute('signed-in', state.session === 'signedIn');
    const before = this.#said;
    const said = announcementOf(before, state, view.say);
    if (said.polite !== null) this.#polite = said.polite;
    if (said.assertive !== null) this.#assertive = said.assertive;
    this.#said = state;
    this.#signal(view);
    this.view = view;
    const told: readonly PageEvent[] = [
      ...eventsBetween(before, state),
      { name: 'agent-bar-change', detail: { state, language } },
    ];
    for (const { name, detail } of told)
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Nobody is rung for a call that cannot be answered; of several tabs the leading one makes the sound. */
  #signal({ state, say }: View): void {
    const { settings, tabs, sound } = state;
    const call = state.link === 'up' ? state.calls.find((one) => one.phase === 'ringing') : undefined;
    const who = call ? whoIs(call, say) : '';
    this.#ring.set({
      ringing: call
        ? {
            callId: call.callId,
            title: say('titleRinging', { who }),
            heading: say('saidRinging', { who }),
            text: call.queueName ?? '',
          }
        : null,
      who,
      missed: state.missedUnseen,
      missedHeading: (missed) => (missed === '' ? say('saidMissed') : say('missedFrom', { who: missed })),
      tone: settings.ringTone && tabs.leads && state.phone !== 'desk',
      ringer: usable(settings.ringer, sound.speakers),
      notify: settings.notifications && tabs.leads && document.hidden && !tabs.seenElsewhere,
      title: !this.hasAttribute('keep-title'),
    });
  }

  #shortcut(event: KeyboardEvent): void {
    const view = this.view;
    if (!view || view.state.session !== 'signedIn') return;
    const action = actionOf(event, allActions(view));
    if (!action) return;
    event.preventDefault();
    const chooser = this.renderRoot.querySelector('agent-bar-state');
    if (action.name === 'notReady' && chooser instanceof AgentBarState) chooser.choose();
    else action.run();
  }

  #notice(view: View): TemplateResult | typeof nothing {
    const { state, say, desk } = view;
    const standing =
      state.link === 'lost' ? say('linkLostLong') : state.phone === 'failed' ? say('phoneFailedLong') : null;
    return html`${standing === null ? nothing : html`<div class="notice fault" part="notice">${icon('warning')}<span class="grow">${standing}</span></div>`}
    ${
      state.notice === null
        ? nothing
        : html`<div
            class="notice ${state.notice.kind}"
            part="notice"
            role=${state.notice.kind === 'fault' ? 'alert' : 'status'}
          >
            ${icon(state.notice.kind === 'fault' ? 'warning' : 'incoming')}<span class="grow"
              >${state.notice.words[view.language]}</span
            >
            <button
              type="button"
              class="button plain icon-only"
              aria-label=${say('close')}
              title=${say('close')}
              @click=${() => desk.dismissNotice()}
            >
              ${icon('close')}
            </button>
          </div>`
    }`;
  }

  #panel(view: View): TemplateResult | typeof nothing {
    const kind = view.state.panel?.kind;
    const inside =
      kind === 'dial'
        ? html`<agent-bar-target-picker .view=${view} purpose="call"></agent-bar-target-picker>`
        : kind === 'recent'
          ? html`<agent-bar-recent .view=${view}></agent-bar-recent>`
          : kind === 'settings'
            ? html`<agent-bar-settings .view=${view} exportparts=${partsOf.settings}></agent-bar-settings>`
            : kind === 'help'
              ? html`<agent-bar-help .view=${view}></agent-bar-help>`
              : kind === 'team'
                ? html`<agent-bar-team .view=${view} exportparts=${partsOf.settings}></agent-bar-team>`
                : kind === 'leave'
                  ? html`<agent-bar-leave .view=${view} exportparts=${partsOf.settings}></agent-bar-leave>`
                  : null;
    if (inside === null) return nothing;
    return html`<div class="panel" part="panel" @keydown=${(event: KeyboardEvent) => this.#escape(event, view)}>
      ${inside}
    </div>`;
  }

  #escape(event: KeyboardEvent, view: View): void {
    if (event.key !== 'Escape') return;
    const kind = view.state.panel?.kind;
    view.desk.show(null);
    this.renderRoot.querySelector<HTMLElement>(`[data-action="${kind === 'dial' ? 'makeCall' : kind}"]`)?.focus();
  }

  #tools(view: View): TemplateResult {
    const { agent, state } = view;
    const waits = state.leaves.filter((leave) => leave.state === 'applied').length;
    return html`<div class="tools">
      ${actionButton(agent.makeCall, { expands: true })}
      <span class="badged"
        >${actionButton(agent.recent, { expands: true })}${
          state.missedUnseen > 0
            ? html`<span class="badge" title=${view.say('missedCall')}
                ><span class="unseen">${view.say('missedCall')}: </span>${state.missedUnseen}</span
              >`
            : nothing
        }</span
      >
      ${state.rights.includes('watchAgents') ? actionButton(agent.team, { expands: true }) : nothing}
      <span class="badged"
        >${actionButton(agent.leave, { expands: true })}${waits > 0 ? html`<span class="badge">${waits}</span>` : nothing}</span
      >
      ${state.demo ? html`<span title=${view.say('callMeHelp')}>${actionButton(agent.callMe)}</span>` : nothing}
    </div>`;
  }

  #signedIn(view: View): TemplateResult {
    return html`<agent-bar-state .view=${view} exportparts=${partsOf.state}></agent-bar-state>
      ${this.#notice(view)}
      ${view.state.supervision === null ? nothing : html`<agent-bar-supervision .view=${view} exportparts=${partsOf.supervision}></agent-bar-supervision>`}
      ${view.state.calls.map((call) => html`<agent-bar-call .view=${view} .call=${call} exportparts=${partsOf.call}></agent-bar-call>`)}
      ${this.#tools(view)} ${this.#panel(view)}
      <div class="foot">
        <agent-bar-lights .view=${view} exportparts=${partsOf.lights}></agent-bar-lights>
        <agent-bar-quality .view=${view} exportparts=${partsOf.quality}></agent-bar-quality>
        <div class="foot-deeds">
          ${actionButton(view.help, { tone: 'plain', expands: true, iconOnly: true })}
          ${actionButton(view.agent.settings, { tone: 'plain', expands: true })}
        </div>
      </div>`;
  }

  #signedOut(view: View): TemplateResult {
    const { state, say, desk, language } = view;
    if (state.session === 'restoring') return html`<p class="restoring" role="status">${say('restoring')}</p>`;
    if (state.guest) return html`<p class="restoring" role="status">${say('signedOut')}</p>`;
    return html`<agent-bar-sign-in .view=${view} exportparts="sign-in, message"></agent-bar-sign-in>
      <div class="foot end">
        <span class="language">${languageChooser(language, say('language'), (change) => desk.change(change))}</span>
      </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.view;
    if (!view) return nothing;
    const atWork = view.state.session === 'signedIn';
    return html`<div class="frame">
      <div class="bar ${atWork ? 'at-work' : ''}" part="bar" lang=${view.language}>
        ${atWork ? this.#signedIn(view) : this.#signedOut(view)}
        <div class="unseen" aria-live="polite">${this.#polite}</div>
        <div class="unseen" aria-live="assertive">${this.#assertive}</div>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'agent-bar': AgentBar;
  }
}
