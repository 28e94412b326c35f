// <agent-window>: the desktop program's own window: lights, login, pages that want to be let in, sound, and the bar.
import { CordboardClient } from '@cordboard/client';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { AgentBar } from '../agent-bar.ts';
import type { SoundDevices } from '../bar-state.ts';
import { MovableElement } from '../movable.ts';
import { RingTone } from '../ring-tone.ts';
import { chooseLanguage } from '../say.ts';
import { BarStore } from '../store.ts';
import type { Language } from '../strings.table.ts';
import { base, buttons, fields, tokens } from '../theme.css.ts';
import { windowLook } from './agent-window.css.ts';
import { lightsOf } from './lights.ts';
import { LinkError, LocalLink } from './local-link.ts';
import { canStayOnTop, stayOnTop } from './on-top.ts';
import { WindowSound, deviceAt, deviceList, type SoundFault } from './window-sound.ts';
import { changesModel, noLights, nobody } from './window-state.ts';
import type { Group, Lights, PairingRequest, WindowModel } from './window-state.ts';
import { windowStrings, type WindowStringKey } from './window-strings.table.ts';

const offLine = -1;
const ringing = 5;

export class AgentWindow extends MovableElement {
  static override properties = {
    up: { state: true },
    entered: { state: true },
    model: { state: true },
    lights: { state: true },
    pairings: { state: true },
    message: { state: true },
    busy: { state: true },
    devices: { state: true },
    fault: { state: true },
    language: { state: true },
    firstNum: { state: true },
  };
  static override styles = [base, tokens, buttons, fields, windowLook];
  declare up: boolean;
  /** Whether the program let this page in as its window; null: not known yet. */
  declare entered: boolean | null;
  declare model: WindowModel;
  declare lights: Lights;
  declare pairings: readonly PairingRequest[];
  declare message: string;
  declare busy: boolean;
  declare devices: SoundDevices;
  declare fault: SoundFault | null;
  declare language: Language;
  /** Whom the login form names first. */
  declare firstNum: string;
  #link: LocalLink | null = null;
  #sound: WindowSound | null = null;
  #client: CordboardClient | null = null;
  readonly #bar = new AgentBar();
  readonly #tone = new RingTone();

  constructor() {
    super();
    this.up = false;
    this.entered = null;
    this.model = nobody;
    this.lights = noLights;
    this.pairings = [];
    this.message = '';
    this.busy = false;
    this.devices = { microphones: [], speakers: [], speakerChoice: false };
    this.fault = null;
    this.firstNum = '';
    this.language = chooseLanguage(navigator.languages);
    this.#bar.setAttribute('keep-title', '');
    this.#bar.addEventListener('agent-bar-change', (event) => {
      this.language = (event as CustomEvent<{ language: Language }>).detail.language;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved into a window on top and back, it stays what it is.
    if (this.#link === null) void this.#enter();
  }

  /** Shows the ticket with which the program opened this page; a page that is loaded anew still has its cookie. */
  async #enter(): Promise<void> {
    const ticket = location.hash.slice(1);
    if (ticket !== '') {
      history.replaceState(null, '', location.pathname);
      await fetch('/ticket', { method: 'POST', body: ticket }).catch(() => null);
    }
    this.#sound = new WindowSound({
      connect: async (sdp) => ((await this.#ask('connectSound', { sdp })) as { sdp: string }).sdp,
      close: () => void this.#ask('closeSound').catch(() => {}),
      devices: (devices) => {
        this.devices = devices;
        this.#tellDevices();
      },
      fault: (fault) => {
        this.fault = fault;
      },
    });
    this.#link = new LocalLink(
      (method, detail) => this.#told(method, detail),
      (isUp) => void this.#linkIs(isUp),
    );
  }

  #ask(method: string, params: readonly unknown[] | object = []): Promise<unknown> {
    return this.#link?.call(method, params) ?? Promise.reject(new Error('no link'));
  }

  async #linkIs(isUp: boolean): Promise<void> {
    this.up = isUp;
    if (!isUp) {
      // An upgrade that is refused looks like a program that is not there: only the cookie tells them apart.
      if (this.entered === null) this.entered = await programAnswers();
      this.#follow(nobody);
      return;
    }
    this.entered = null;
    this.lights = (await this.#ask('getLights')) as Lights;
    this.pairings = (await this.#ask('getPairings')) as readonly PairingRequest[];
    this.#tellDevices();
    this.firstNum = ((await this.#ask('getDoor')) as { workerNum: string }).workerNum;
    await this.#look();
    this.#sound?.want(this.model.teleState === 1);
  }

  #told(method: string, detail: Readonly<Record<string, unknown>>): void {
    if (changesModel.has(method)) void this.#look();
    if (method === 'onLightsChanged') this.lights = detail['lights'] as Lights;
    if (method === 'onPairingsChanged') this.#pairingsAre(detail['pairings'] as readonly PairingRequest[]);
    if (method === 'onSoundWanted') this.#sound?.want(detail['wanted'] === true);
    if (method === 'onSoundDeviceChosen') {
      this.#sound?.choose({
        microphone: deviceAt(this.devices, Number(detail['captureDeviceId'])),
        speaker: deviceAt(this.devices, Number(detail['playbackDeviceId'])),
      });
      this.#tellDevices();
    }
  }

  #pairingsAre(pairings: readonly PairingRequest[]): void {
    if (pairings.length > this.pairings.length) globalThis.focus();
    this.pairings = pairings;
  }

  async #look(): Promise<void> {
    this.#follow((await this.#ask('getModel').catch(() => nobody)) as WindowModel);
  }

  /** The bar is there while somebody is logged in. */
  #follow(model: WindowModel): void {
    this.model = model;
    if (model.state === ringing) this.#tone.start(this.#sound?.ringer ?? '');
    else this.#tone.stop();
    const isIn = model.state !== offLine;
    if (isIn && this.#client === null) void this.#openBar();
    if (!isIn && model.workerNum === '' && this.#client !== null) {
      this.#client.close();
      this.#client = null;
      this.#bar.source = null;
    }
  }

  async #openBar(): Promise<void> {
    const url = new URL('/agent', location.href);
    url.protocol = 'ws:';
    const client = new CordboardClient({ url: url.href });
    this.#client = client;
    const { token } = (await this.#ask('getDoor')) as { token: string };
    await client.signInWithToken(token).catch(() => {});
    this.#bar.source = new BarStore(new URL(location.href), 'window', { client, phone: 'desk' });
    this.requestUpdate();
  }

  #tellDevices(): void {
    const devices = deviceList(this.devices, this.#sound?.chosen ?? { microphone: '', speaker: '' });
    void this.#ask('tellSoundDevices', { devices }).catch(() => {});
  }

  async #do(method: string, params: readonly unknown[] | object = []): Promise<void> {
    this.busy = true;
    this.message = '';
    try {
      await this.#ask(method, params);
    } catch (error) {
      const text = error instanceof LinkError ? error.text[this.language] : undefined;
      this.message = text ?? (error as Error).message;
    }
    this.busy = false;
  }

  #logIn(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    void this.#do('logIn', [form.get('workerNum') ?? '', form.get('password') ?? '']);
  }

  #say(key: WindowStringKey, values: Readonly<Record<string, string | number>> = {}): string {
    return windowStrings[key][this.language].replace(/\{(\w+)\}/g, (whole, name: string) =>
      String(values[name] ?? whole),
    );
  }

  override render(): TemplateResult {
    document.documentElement.lang = this.language;
    if (this.entered === false) return html`<p class="warning" role="alert">${this.#say('noTicket')}</p>`;
    if (!this.up) return html`<p class="warning" role="status">${this.#say('programGone')}</p>`;
    return html`${this.#lightsRow()}
    ${this.lights.isOpenToAnyPage ? html`<p class="warning" role="alert">${this.#say('openToAll')}</p>` : nothing}
    ${this.pairings.map((request) => this.#pairing(request))}
    ${this.message === '' ? nothing : html`<p class="warning" role="alert">${this.message}</p>`}
    ${this.model.state === offLine && this.#client === null ? this.#loginForm() : [this.#groups(), this.#bar]}`;
  }

  #lightsRow(): TemplateResult {
    const say = (key: WindowStringKey, values?: Readonly<Record<string, string | number>>): string =>
      this.#say(key, values);
    return html`<div class="lights">
      ${lightsOf(this.lights, this.fault, say).map(
        ({ text, colour }) => html`<span class="light ${colour}">${text}</span>`,
      )}
      <span class="grow"></span>
      <details class="more">
        <summary>${this.#say('more')}</summary>
        <div class="panel">${this.#more()}</div>
      </details>
    </div>`;
  }

  /** What is needed once in a shift. */
  #more(): readonly (TemplateResult | typeof nothing)[] {
    const isIn = this.model.state !== offLine;
    const signed = this.model.groups.filter(({ isSigned }) => isSigned);
    return [
      this.#deviceChoice('microphone'),
      this.devices.speakerChoice ? this.#deviceChoice('speaker') : nothing,
      signed.length === 0 ? nothing : this.#groupsButton('signOut', signed),
      canStayOnTop() ? this.#plainButton('onTop', () => void stayOnTop(this)) : nothing,
      isIn ? this.#plainButton('logOut', () => void this.#do('logOut')) : nothing,
    ];
  }

  #plainButton(key: 'onTop' | 'logOut', run: () => void): TemplateResult {
    return html`<button type="button" class="button" data-do=${key} @click=${run}>${this.#say(key)}</button>`;
  }

  #deviceChoice(kind: 'microphone' | 'speaker'): TemplateResult {
    const devices = kind === 'microphone' ? this.devices.microphones : this.devices.speakers;
    const chosen = this.#sound?.chosen[kind] ?? '';
    return html`<span class="devices"
      ><label
        >${this.#say(kind)}
        <select
          name=${kind}
          @change=${(event: Event) => {
            this.#sound?.choose({ [kind]: (event.target as HTMLSelectElement).value });
            this.#tellDevices();
          }}
        >
          <option value="" ?selected=${chosen === ''}>${this.#say('systemDevice')}</option>
          ${devices.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
        </select></label
      ></span
    >`;
  }

  #pairing({ id, origin, name }: PairingRequest): TemplateResult {
    const from = origin === '' ? this.#say('pairProgram') : origin;
    const decide = (decision: string) => () => void this.#do('decidePairing', { id, decision });
    return html`<section class="pairing" role="alertdialog" aria-label=${this.#say('pairTitle', { who: from })}>
      <h2>${this.#say('pairTitle', { who: name === '' ? from : `${name} (${from})` })}</h2>
      <p>${this.#say('pairAbout')}</p>
      <div class="row">
        <button type="button" class="button primary" data-do="steer" @click=${decide('steer')}>
          ${this.#say('pairAllow')}
        </button>
        <button type="button" class="button" data-do="look" @click=${decide('look')}>${this.#say('pairLook')}</button>
        <button type="button" class="button" data-do="refuse" @click=${decide('refuse')}>
          ${this.#say('pairRefuse')}
        </button>
      </div>
    </section>`;
  }

  #loginForm(): TemplateResult {
    return html`<form class="login" @submit=${(event: SubmitEvent) => this.#logIn(event)}>
      <h2>${this.#say('logInTitle')}</h2>
      <label class="field"
        >${this.#say('workerNum')}<input
          name="workerNum"
          .defaultValue=${this.firstNum}
          autocomplete="username"
          required
      /></label>
      <label class="field"
        >${this.#say('password')}<input name="password" type="password" autocomplete="current-password" required
      /></label>
      <button class="button primary" ?disabled=${this.busy}>${this.#say(this.busy ? 'loggingIn' : 'logIn')}</button>
    </form>`;
  }

  /** One who is in no group is shown the way into his. */
  #groups(): TemplateResult | typeof nothing {
    const { groups } = this.model;
    if (groups.length === 0 || groups.some(({ isSigned }) => isSigned)) return nothing;
    return this.#groupsButton('signIn', groups);
  }

  #groupsButton(what: 'signIn' | 'signOut', groups: readonly Group[]): TemplateResult {
    return html`<div class="groups row">
      <span>${this.#say('groups')}: ${groups.map(({ name }) => name).join(', ')}</span>
      <button
        type="button"
        class="button ${what === 'signIn' ? 'primary' : ''}"
        data-do=${what}
        @click=${() => void this.#do(what)}
      >
        ${this.#say(what)}
      </button>
    </div>`;
  }
}

/** Null: nobody answers, so nobody has refused either. */
async function programAnswers(): Promise<false | null> {
  const answer = await fetch('/favicon.svg', { cache: 'no-store' }).catch(() => null);
  return answer === null ? null : false;
}
