// What the agent can do about himself: be ready, be away, finish, call, sign out.
import type { BarState, Desk } from '../bar-state.ts';
import type { Say } from '../say.ts';
import { makeAction } from './make-action.ts';
import type { Action } from './action.ts';
import type { Making } from './make-action.ts';

export type AgentActions = Readonly<
  Record<'ready' | 'notReady' | 'finishWrapUp' | 'signOut' | 'makeCall' | 'callMe' | 'recent' | 'settings', Action>
>;

/** Opens a panel, or closes it when it is the open one. */
function toggle(state: BarState, desk: Desk, kind: 'dial' | 'recent' | 'settings'): () => void {
  return () => desk.show(state.panel?.kind === kind ? null : { kind });
}

export function agentActions(state: BarState, say: Say, desk: Desk): AgentActions {
  const making: Making = { say, allowed: state.me?.allowed ?? [], shortcuts: state.settings.shortcuts };
  const linked = state.link === 'up';
  const open = (kind: string): boolean => state.panel?.kind === kind;
  return {
    ready: makeAction('ready', making, () => desk.setReady(), null, linked),
    notReady: makeAction('notReady', making, () => desk.setNotReady('break'), null, linked),
    finishWrapUp: makeAction('finishWrapUp', making, () => desk.finishWrapUp(), null, linked),
    signOut: makeAction('signOut', making, () => desk.signOut(), null, linked),
    makeCall: makeAction('makeCall', making, toggle(state, desk, 'dial'), open('dial'), linked),
    callMe: makeAction('callMe', making, () => desk.callMe(), null, linked && state.demo && state.calls.length === 0),
    recent: makeAction('recent', making, toggle(state, desk, 'recent'), open('recent')),
    settings: makeAction('settings', making, toggle(state, desk, 'settings'), open('settings')),
  };
}
