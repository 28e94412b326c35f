// The control of a page: one element that shows the bar and answers to every method, property and event of the class AgentBar.
import { AgentBar as Control } from '@cordboard/client/agent-bar';
import type { CordboardClient } from '@cordboard/client';
import { AgentBar as BarElement } from '../agent-bar.ts';
import { BarStore } from '../store.ts';
import { FollowedSource } from './followed-source.ts';
import type { SignInForm } from '../bar-state.ts';

/** The HTTP address behind a client's door. */
function serverOf(client: CordboardClient): URL {
  const url = new URL('.', client.url);
  url.protocol = url.protocol.replace('ws', 'http');
  return url;
}

/** What the class has that an element has, too: there the element's own counts, or neither is meant for pages. */
const notForwarded: ReadonlySet<string> = new Set([
  'constructor',
  'addEventListener',
  'removeEventListener',
  'client',
  'view',
]);

export class AgentBarControl extends BarElement {
  readonly control: Control;
  readonly #followed = new FollowedSource();
  #client: CordboardClient | null = null;
  #phone: SignInForm['at'] = 'desk';

  constructor() {
    super();
    this.source = this.#followed;
    this.control = new Control({
      view: {
        show: (button) => this.press(button),
        press: (button) => this.press(button),
        answer: (callId) => this.#answerHere(callId),
        startPhone: () => this.#takeCallsAt('browser'),
        stopPhone: () => this.#takeCallsAt('desk'),
      },
      opened: (client) => {
        this.#client = client;
        this.#show();
      },
    });
    super.addEventListener('agent-bar-change', () => this.#followChoice());
  }

  /** Events of the control under their own names; everything else is the DOM's. */
  override addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: unknown,
  ): void {
    if (isEventOfControl(name) && typeof listener === 'function') this.control.attachEvent(name, listener);
    else if (listener !== null) super.addEventListener(name, listener, options as AddEventListenerOptions);
  }

  override removeEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: unknown,
  ): void {
    if (isEventOfControl(name) && typeof listener === 'function') this.control.detachEvent(name, listener);
    else if (listener !== null) super.removeEventListener(name, listener, options as EventListenerOptions);
  }

  #answerHere(callId: string): boolean {
    const rings = this.#followed.state.calls.some((call) => call.callId === callId && call.phase === 'ringing');
    if (this.#phone !== 'browser' || !rings) return false;
    this.#followed.answer(callId);
    return true;
  }

  #takeCallsAt(phone: SignInForm['at']): void {
    if (phone === this.#phone) return;
    this.#phone = phone;
    this.#show();
  }

  #show(): void {
    const client = this.#client;
    if (client === null) return;
    this.#followed.follow(new BarStore(serverOf(client), client.url, { client, phone: this.#phone }));
  }

  /** The switch on the bar and the property of the control say the same. */
  #followChoice(): void {
    const idle = this.#followed.state.idleAfterHangUp;
    if (idle !== (this.control.AgentStateAfterHangup === 0)) this.control.AgentStateAfterHangup = idle ? 0 : null;
  }
}

const isEventOfControl = (name: string): boolean =>
  Object.hasOwn(Control.prototype as object, name) &&
  !notForwarded.has(name) &&
  /Event$|^Record(Start|Stop)$|Response$/.test(name);

/** Gives the element every name of the class: pages that know the control find it in the element. */
export function forwardNames(): void {
  const own = Object.getOwnPropertyDescriptors(Control.prototype as object);
  for (const [name, descriptor] of Object.entries(own)) {
    if (notForwarded.has(name)) continue;
    const forwarded: PropertyDescriptor =
      typeof descriptor.value === 'function'
        ? {
            value(this: AgentBarControl, ...given: unknown[]): unknown {
              return Reflect.apply(descriptor.value as () => unknown, this.control, given);
            },
          }
        : {
            get(this: AgentBarControl): unknown {
              return Reflect.get(this.control, name);
            },
            set(this: AgentBarControl, value: unknown) {
              Reflect.set(this.control, name, value);
            },
          };
    Object.defineProperty(AgentBarControl.prototype, name, { configurable: true, ...forwarded });
  }
}
