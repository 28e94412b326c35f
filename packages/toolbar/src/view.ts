// What a part is given to draw: the state, the words and the deeds. Made anew at each change.
import { agentActions } from './actions/agent.actions.ts';
import { callActions, shownActions } from './actions/call.actions.ts';
import { makeAction } from './actions/make-action.ts';
import { supervisionActions } from './actions/supervision.actions.ts';
import { sayIn } from './say.ts';
import type { Action } from './actions/action.ts';
import type { AgentActions } from './actions/agent.actions.ts';
import type { CallActions } from './actions/call.actions.ts';
import type { BarState, Desk, MyCall } from './bar-state.ts';
import type { Language } from './strings.table.ts';
import type { Say } from './say.ts';

export type View = {
  readonly state: BarState;
  readonly language: Language;
  readonly say: Say;
  readonly desk: Desk;
  readonly agent: AgentActions;
  /** The list of shortcuts. */
  readonly help: Action;
  readonly supervision: readonly Action[];
  readonly calls: ReadonlyMap<string, CallActions>;
};

export function makeView(state: BarState, language: Language, desk: Desk): View {
  const say = sayIn(language);
  return {
    state,
    language,
    say,
    desk,
    agent: agentActions(state, say, desk),
    help: helpAction(state, say, desk),
    supervision: supervisionActions(state, say, desk),
    calls: new Map(state.calls.map((call) => [call.callId, callActions(state, call, say, desk)])),
  };
}

function helpAction(state: BarState, say: Say, desk: Desk): Action {
  const open = state.panel?.kind === 'help';
  const making = { say, allowed: [], shortcuts: state.settings.shortcuts };
  return makeAction('help', making, () => desk.show(open ? null : { kind: 'help' }), open);
}

/** Everything that can be done now, whether a button shows it or not: what a page presses by name. */
export function everyAction(view: View): readonly Action[] {
  const ofCalls = ringingFirst(view).flatMap((call) => Object.values(view.calls.get(call.callId) ?? {}));
  return [...ofCalls, ...view.supervision, ...Object.values(view.agent), view.help];
}

const ringingFirst = (view: View): readonly MyCall[] =>
  view.state.calls.toSorted((a, b) => Number(b.phase === 'ringing') - Number(a.phase === 'ringing'));

/** Everything a shortcut may mean, calls first: the ringing one before the others. */
export function allActions(view: View): readonly Action[] {
  const ofCalls = ringingFirst(view).flatMap((call) => {
    const actions = view.calls.get(call.callId);
    return actions ? shownActions(call, actions) : [];
  });
  return [...ofCalls, ...view.supervision, ...Object.values(view.agent), view.help];
}
