// What the tabs of one page say to each other, and what of it counts: everything here is pure.
import type { BarState, Panel } from '../bar-state.ts';
import type { TabSession } from '../settings.ts';

export type TabMessage =
  /** From the tab that leads: what all of them show, and what the next leader needs to sign in. */
  | { readonly kind: 'state'; readonly term: number; readonly state: BarState; readonly session: TabSession | null }
  /** From each tab that follows, when it comes, when it is shown or hidden, and when it opens or closes a panel. */
  | { readonly kind: 'tab'; readonly from: string; readonly visible: boolean; readonly panel: Panel | null }
  | { readonly kind: 'left'; readonly from: string }
  /** From the leader, when it begins and every now and then: a tab that has crashed must not pass for one that is looked at. */
  | { readonly kind: 'whoIsThere' }
  /** From a tab that follows: its agent pressed a button. */
  | { readonly kind: 'deed'; readonly name: string; readonly given: readonly unknown[] };

export type Follower = { readonly visible: boolean; readonly panel: Panel | null };

/** @returns the tabs that did not answer when last asked: gone without a word, as in a crash */
export function silent(followers: ReadonlyMap<string, Follower>, answered: ReadonlySet<string>): readonly string[] {
  return [...followers.keys()].filter((id) => !answered.has(id));
}

/** What a tab knows of its leader. */
export type Led = { readonly term: number; readonly state: BarState | null };

/** Terms only rise, so that a late word of a leader before is told from the present one's. */
export function nextTerm(known: number, nowMs: number): number {
  return Math.max(known + 1, nowMs);
}

/** @returns what is known after this word of a leader; an older leader's changes nothing */
export function heard(led: Led, { term, state }: Extract<TabMessage, { kind: 'state' }>): Led {
  return term < led.term ? led : { term, state };
}

/** Each tab has a panel of its own; one on a call that is over closes. */
export function asFollower(state: BarState, panel: Panel | null): BarState {
  const gone = panel && 'callId' in panel && !state.calls.some((call) => call.callId === panel.callId);
  return { ...state, panel: gone ? null : panel, tabs: { leads: false, seenElsewhere: state.tabs.seenElsewhere } };
}

/** As the leader shows it. */
export function asLeader(state: BarState, followers: Iterable<Follower>): BarState {
  return { ...state, tabs: { leads: true, seenElsewhere: [...followers].some(({ visible }) => visible) } };
}

/**
 * What a new leader shows: the state as it was shared, until it has signed in itself or knows that it cannot.
 *
 * @param before what was shared last; null: nothing
 * @param own what its own store says
 */
export function takingOver(before: BarState | null, own: BarState): BarState {
  const unknown = own.session === 'restoring' || (own.session === 'signedIn' && own.me === null);
  if (before?.session !== 'signedIn' || !unknown) return own;
  const { panel } = own;
  return {
    ...before,
    panel,
    link: 'connecting',
    phone: before.phone === 'desk' ? 'desk' : 'connecting',
    quality: null,
  };
}
