// What the agent can do about himself: be ready, be away, finish, call, sign out.
import type { BarPanelKind, BarState, Desk } from '../bar-state.ts';
import type { Say } from '../say.ts';
import { makeAction } from './make-action.ts';
import type { Action } from './action.ts';
import type { Making } from './make-action.ts';

export type AgentActions = Readonly<
  Record<
    | 'ready'
    | 'notReady'
    | 'finishWrapUp'
    | 'signOut'
    | 'makeCall'
    | 'callMe'
    | 'recent'
    | 'team'
    | 'leave'
    | 'cancelLeave'
    | 'idleAfterHangUp'
    | 'checkPhone'
    | 'settings',
    Action
  >
>;

/** Opens a panel, or closes it when it is the open one. */
function toggle(state: BarState, desk: Desk, kind: BarPanelKind): () => void {
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
    team: makeAction('team', making, toggle(state, desk, 'team'), open('team'), state.rights.includes('watchAgents')),
    leave: makeAction('leave', making, toggle(state, desk, 'leave'), open('leave'), linked),
    cancelLeave: makeAction('cancelLeave', making, () => desk.cancelLeave(), null, linked),
    idleAfterHangUp: makeAction(
      'idleAfterHangUp',
      making,
      () => desk.setIdleAfterHangUp(!state.idleAfterHangUp),
      state.idleAfterHangUp,
    ),
    checkPhone: makeAction('checkPhone', making, () => desk.checkPhone(), null, linked),
    settings: makeAction('settings', making, toggle(state, desk, 'settings'), open('settings')),
  };
}
