// The card before the shift: who, with what phone, and why the microphone is needed.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../icons.ts';
import { rememberedSignIn } from '../settings.ts';
import { Part } from './part.ts';
import type { SignInForm } from '../bar-state.ts';
import type { StringKey } from '../strings.table.ts';

export class AgentBarSignIn extends Part {
  static override properties = { ...Part.properties, at: { state: true }, empty: { state: true } };
  static override styles = [
    Part.styles,
    css`
      form {
        display: grid;
        gap: 16px;
        max-width: 400px;
        margin-inline: auto;
        padding: 22px 20px 24px;
      }
      h2 {
        font-size: 21px;
        line-height: 1.25;
        font-weight: 650;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
        min-width: 0;
      }
      legend {
        font-weight: 550;
        padding: 0;
        margin-bottom: 6px;
      }
      .choice {
        display: flex;
        gap: 11px;
        padding: 10px 12px;
        border: 1px solid var(--agent-bar-line);
        border-radius: 10px;
        cursor: pointer;
      }
      .choice:has(:checked) {
        border-color: var(--agent-bar-accent);
        background: var(--agent-bar-talk-tint);
      }
      .choice span {
        display: block;
      }
      .why {
        display: flex;
        gap: 9px;
        font-size: 14px;
        color: var(--agent-bar-quiet);
      }
      .message {
        display: flex;
        gap: 10px;
        padding: 11px 13px;
        border-radius: 10px;
        background: var(--agent-bar-danger-tint);
        color: var(--agent-bar-danger);
        font-size: 14px;
      }
      .wrong {
        color: var(--agent-bar-danger);
        font-size: 13px;
      }
      input[aria-invalid='true'] {
        border-color: var(--agent-bar-danger);
      }
      .light {
        font-weight: 400;
      }
      .start {
        min-height: 46px;
        font-size: 16px;
      }
      .news {
        background: var(--agent-bar-talk-tint);
        color: var(--agent-bar-talk);
      }
    `,
  ];
  declare at: SignInForm['at'];
  declare empty: ReadonlySet<string>;

  constructor() {
    super();
    this.at = rememberedSignIn().at;
    this.empty = new Set();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const password = form.get('password');
    const given = { login: text('login'), password: typeof password === 'string' ? password : '' };
    this.empty = new Set(Object.entries(given).flatMap(([name, value]) => (value === '' ? [name] : [])));
    if (this.empty.size > 0) {
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    this.view.desk.signIn({ ...given, deviceId: text('extension'), at: this.at });
  }

  #choose(event: SubmitEvent): void {
    event.preventDefault();
    const chosen = new FormData(event.target as HTMLFormElement).get('device');
    if (typeof chosen === 'string') this.view.desk.chooseDevice(chosen);
  }

  #field(name: 'login' | 'password', label: StringKey, value: string, autocomplete: AutoFill): TemplateResult {
    const { say, state } = this.view;
    const wrong = this.empty.has(name);
    return html`<div class="field">
      <label for=${name}>${say(label)}</label>
      <input
        id=${name}
        name=${name}
        type=${name === 'password' ? 'password' : 'text'}
        .value=${value}
        autocomplete=${autocomplete}
        autocapitalize="none"
        spellcheck="false"
        maxlength="128"
        aria-required="true"
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby=${wrong ? `${name}-wrong` : nothing}
        ?readonly=${state.session === 'signingIn'}
      />
      ${wrong ? html`<span class="wrong" id="${name}-wrong">${say('fillIn')}</span>` : nothing}
    </div>`;
  }

  #place(at: SignInForm['at'], title: StringKey, help: StringKey): TemplateResult {
    const { say } = this.view;
    return html`<label class="choice">
      <input type="radio" name="at" value=${at} .checked=${this.at === at} @change=${() => (this.at = at)} />
      <span class="grow"><span>${say(title)}</span><span class="quiet small light">${say(help)}</span></span>
    </label>`;
  }

  #message(): TemplateResult | typeof nothing {
    const { state, say, language } = this.view;
    const asking = state.microphone === 'asking' && state.session === 'signingIn';
    if (asking)
      return html`<div class="message news" role="status">${icon('mute')}<span>${say('microphoneAsking')}</span></div>`;
    if (!state.signInMessage) return nothing;
    return html`<div class="message" role="alert" part="message">
      ${icon('warning')}<span>${state.signInMessage[language]}</span>
    </div>`;
  }

  #devices(): TemplateResult {
    const { state, say } = this.view;
    const free = state.devices.filter((device) => !device.taken);
    return html`<form @submit=${(event: SubmitEvent) => this.#choose(event)}>
      <h2>${say('extensionChoose')}</h2>
      ${this.#message()}
      <div class="field">
        <label for="device">${say('extension')}</label>
        <select id="device" name="device">
          ${state.devices.map(
            (device) =>
              html`<option value=${device.deviceId} ?disabled=${device.taken} ?selected=${device === free[0]}>
                ${device.deviceId}${device.name === '' || device.name === device.deviceId ? '' : ` · ${device.name}`}${device.taken ? ` (${say('extensionTaken')})` : ''}
              </option>`,
          )}
        </select>
      </div>
      <button type="submit" class="button primary start">${say('startWork')}</button>
      <button type="button" class="button plain" @click=${() => this.view.desk.signOut()}>${say('signOut')}</button>
    </form>`;
  }

  override render(): TemplateResult {
    const { state, say } = this.view;
    if (state.session === 'choosing') return this.#devices();
    const remembered = rememberedSignIn();
    const busy = state.session === 'signingIn';
    return html`<form novalidate part="sign-in" @submit=${(event: SubmitEvent) => this.#submit(event)}>
      <h2>${say('signInTitle')}</h2>
      ${this.#message()} ${this.#field('login', 'login', remembered.login, 'username')}
      ${this.#field('password', 'password', '', 'current-password')}
      <div class="field">
        <label for="extension">${say('extension')}</label>
        <input
          id="extension"
          name="extension"
          inputmode="numeric"
          maxlength="64"
          autocomplete="off"
          .value=${remembered.deviceId}
          aria-describedby="extension-help"
        />
        <span class="quiet small" id="extension-help">${say('extensionHelp')}</span>
      </div>
      <fieldset>
        <legend>${say('whereCalls')}</legend>
        ${this.#place('browser', 'inBrowser', 'inBrowserHelp')} ${this.#place('desk', 'atDeskPhone', 'atDeskPhoneHelp')}
      </fieldset>
      ${this.at === 'browser' ? html`<p class="why">${icon('mute')}<span>${say('microphoneWhy')}</span></p>` : nothing}
      <button type="submit" class="button primary start" aria-disabled=${busy ? 'true' : nothing}>
        ${busy ? say('signingIn') : say('signIn')}
      </button>
    </form>`;
  }
}
