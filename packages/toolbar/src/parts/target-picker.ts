// Finding whom to call or where to transfer: colleagues with their live state, queues, menus, or a number. ARIA combobox with a list box.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../icons.ts';
import { numberMaxChars } from '../limits.ts';
import { findTargets } from '../targets.ts';
import { Part } from './part.ts';
import { reasonText } from './state-words.ts';
import type { Hit } from '../targets.ts';
import type { StringKey } from '../strings.table.ts';

const icons = { agent: 'person', queue: 'queue', ivr: 'menu', number: 'number' } as const;
const stateKeys: Readonly<Record<string, StringKey>> = {
  null: 'stateNull',
  ready: 'stateReady',
  notReady: 'stateNotReady',
  busy: 'stateBusy',
  workingAfterCall: 'stateWorkingAfterCall',
};

const titles = { transfer: 'transferTo', call: 'callWho', consult: 'consultWho', invite: 'inviteWho' } as const;

export class AgentBarTargetPicker extends Part {
  static override properties = {
    ...Part.properties,
    purpose: { type: String },
    callId: { attribute: false },
    typed: { state: true },
    at: { state: true },
  };
  static override styles = [
    Part.styles,
    css`
      :host {
        padding-top: 12px;
      }
      .search {
        position: relative;
      }
      .search svg {
        position: absolute;
        inset-inline-start: 12px;
        top: 11px;
        color: var(--agent-bar-quiet);
      }
      .search input {
        padding-inline-start: 40px;
      }
      [role='listbox'] {
        margin-top: 8px;
        max-height: 290px;
        overflow-y: auto;
        overscroll-behavior: contain;
        border: 1px solid var(--agent-bar-line);
        border-radius: 10px;
      }
      .group {
        padding: 8px 12px 2px;
        font-size: 12px;
        font-weight: 600;
        color: var(--agent-bar-quiet);
      }
      [role='option'] {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
        padding: 6px 12px;
        cursor: pointer;
      }
      [role='option'] > svg {
        color: var(--agent-bar-quiet);
      }
      [role='option'][aria-selected='true'] {
        background: var(--agent-bar-talk-tint);
        box-shadow: inset 4px 0 0 var(--agent-bar-talk);
      }
      .go {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 12px;
      }
      .go > :first-child {
        flex: 1 1 auto;
        max-width: 100%;
      }
      .state {
        white-space: nowrap;
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .state i {
        width: 9px;
        height: 9px;
        border-radius: 50%;
        border: 2px solid currentColor;
      }
      .s-ready {
        color: var(--agent-bar-ready);
      }
      .s-ready i {
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
      .none {
        padding: 14px 12px;
        color: var(--agent-bar-quiet);
      }
    `,
  ];
  declare purpose: 'transfer' | 'call' | 'consult' | 'invite';
  declare callId: string;
  declare typed: string;
  declare at: number;

  constructor() {
    super();
    this.purpose = 'call';
    this.typed = '';
    this.at = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  #hits(): readonly Hit[] {
    const { directory, me } = this.view.state;
    return findTargets(directory, this.typed, me?.agentId ?? '', this.purpose === 'transfer');
  }

  #take(hit: Hit | undefined): void {
    if (!hit) return;
    const { desk } = this.view;
    if (this.purpose === 'call') desk.makeCall(hit.to);
    else desk[this.purpose](this.callId, hit.to);
    desk.show(null);
  }

  #keys(event: KeyboardEvent, hits: readonly Hit[]): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (event.isComposing) return;
    if (step !== undefined && hits.length > 0) {
      this.at = (this.at + step + hits.length) % hits.length;
      void this.updateComplete.then(() =>
        this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') this.#take(hits[this.at]);
    else return;
    event.preventDefault();
  }

  #about(hit: Hit): TemplateResult | typeof nothing {
    const { say } = this.view;
    if (hit.kind === 'queue' && hit.waiting !== null)
      return html`<span class="quiet small">${say('waitingCount', { count: hit.waiting })}</span>`;
    if (hit.kind !== 'agent') return nothing;
    const reason = hit.state === 'notReady' && hit.reason !== '' ? ` · ${reasonText(hit.reason, say)}` : '';
    return html`<span class="small state s-${hit.state}"
      ><i aria-hidden="true"></i>${say(stateKeys[hit.state] ?? 'stateNull')}${reason}</span
    >`;
  }

  #option(hit: Hit, index: number): TemplateResult {
    const { say } = this.view;
    return html`<div
      role="option"
      id="hit-${index}"
      aria-selected=${String(index === this.at)}
      @click=${() => this.#take(hit)}
      @pointermove=${() => (this.at = index)}
    >
      ${icon(icons[hit.kind])}
      <span class="go grow"
        ><span class="break">${hit.kind === 'number' ? say('useNumber', { number: hit.name }) : hit.name}</span
        >${this.#about(hit)}</span
      >
    </div>`;
  }

  override render(): TemplateResult {
    const { say } = this.view;
    const hits = this.#hits();
    const heading = { agent: 'people', queue: 'queues', ivr: 'menus', number: 'numbers' } as const;
    const title = say(titles[this.purpose]);
    if (this.at >= hits.length) this.at = 0;
    return html`<div class="field">
        <label for="search">${title}</label>
        <div class="search">
          ${icon('search')}
          <input
            id="search"
            role="combobox"
            aria-expanded="true"
            aria-controls="hits"
            aria-autocomplete="list"
            autocomplete="off"
            spellcheck="false"
            aria-activedescendant=${hits.length > 0 ? `hit-${this.at}` : nothing}
            maxlength=${numberMaxChars}
            placeholder=${say('numberOrName')}
            .value=${this.typed}
            @input=${(event: InputEvent) => {
              this.typed = (event.target as HTMLInputElement).value;
              this.at = 0;
            }}
            @keydown=${(event: KeyboardEvent) => this.#keys(event, hits)}
          />
        </div>
      </div>
      <div id="hits" role="listbox" aria-label=${title} tabindex="-1">
        ${(['number', 'agent', 'queue', 'ivr'] as const).map((kind) => {
          const of = hits.flatMap((hit, index) => (hit.kind === kind ? [this.#option(hit, index)] : []));
          return of.length === 0
            ? nothing
            : html`<div role="group" aria-labelledby="g-${kind}">
                <div class="group" id="g-${kind}">${say(heading[kind])}</div>
                ${of}
              </div>`;
        })}
      </div>
      ${hits.length === 0 ? html`<p class="none" role="status">${say('nothingFound')}</p>` : nothing}`;
  }
}
