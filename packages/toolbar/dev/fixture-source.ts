// A source of states without a server: it shows what it was given.
import type { BarSource } from '../src/agent-bar.ts';
import type { BarState, Desk } from '../src/bar-state.ts';

const nothing = (): void => {};

/** A source that shows one state, lets panels and settings be changed, and ignores the rest. */
export class FixtureSource implements BarSource {
  state: BarState;
  #changed = (): void => {};
  constructor(state: BarState) {
    this.state = state;
  }
  subscribe(changed: () => void): () => void {
    this.#changed = changed;
    return () => {};
  }
  connect(): void {}
  disconnect(): void {}
  #set(change: Partial<BarState>): void {
    this.state = { ...this.state, ...change };
    this.#changed();
  }
  show: Desk['show'] = (panel) => this.#set({ panel });
  change: Desk['change'] = (settings) => this.#set({ settings: { ...this.state.settings, ...settings } });
  dismissNotice = (): void => this.#set({ notice: null });
  signIn = nothing;
  chooseDevice = nothing;
  signOut = nothing;
  setReady = nothing;
  setNotReady = nothing;
  undoPending = nothing;
  finishWrapUp = nothing;
  makeCall = nothing;
  answer = nothing;
  reject = nothing;
  hangUp = nothing;
  hold = nothing;
  retrieve = nothing;
  mute = nothing;
  unmute = nothing;
  sendDigits = nothing;
  transfer = nothing;
  callMe = nothing;
  consult = nothing;
  invite = nothing;
  alternate = nothing;
  conference = nothing;
  completeTransfer = nothing;
  endConsultation = nothing;
  grade = nothing;
  setIdleAfterHangUp = nothing;
  intervene = nothing;
  switchSupervision = nothing;
  endSupervision = nothing;
  applyLeave = nothing;
  cancelLeave = nothing;
  decideLeave = nothing;
  checkPhone = nothing;
}
