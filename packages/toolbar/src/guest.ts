// A bar in a page that signs in by itself, with a client of its own: the bar shows what that client knows, and never ends its session.
import type { Presence, ShiftOptions } from './shift.ts';
import type { SignInForm } from './bar-state.ts';

export class Guest implements Presence {
  readonly #options: ShiftOptions;
  readonly #phone: SignInForm['at'];
  #deviceId: string | null = null;

  /** @param phone where the agent takes calls */
  constructor(options: ShiftOptions, phone: SignInForm['at']) {
    this.#options = options;
    this.#phone = phone;
  }

  resume(): void {
    this.follow();
  }

  stop(): void {
    this.#options.workplace.close();
  }

  follow(): void {
    const { cell, client, workplace, begun } = this.#options;
    const { agent, session } = client.state;
    const atWork = session !== null && agent !== null && agent.state !== 'null';
    if (!atWork) {
      if (cell.state.session === 'signedIn') this.#over();
      return;
    }
    const begins = cell.state.session !== 'signedIn';
    if (begins) cell.set({ session: 'signedIn', signInMessage: null });
    if (begins || agent.deviceId !== this.#deviceId) {
      this.#deviceId = agent.deviceId;
      workplace.at = this.#phone;
      workplace.open(agent.deviceId);
    }
    if (begins) begun();
  }

  #over(): void {
    const { cell, ended, workplace } = this.#options;
    this.#deviceId = null;
    workplace.close();
    ended();
    cell.clear(null);
  }

  signIn(): Promise<void> {
    return Promise.resolve();
  }

  chooseDevice(): Promise<void> {
    return Promise.resolve();
  }

  /** The page hears of it, and ends its session or keeps it. */
  async signOut(): Promise<void> {
    await this.#options.client.call('agent.signOut');
  }

  leave(): Promise<void> {
    this.#over();
    return Promise.resolve();
  }

  ended(): void {
    this.#over();
  }
}
