// What a part is given to draw: the state, the words and the deeds. Made anew at each change.
import { agentActions } from './actions/agent.actions.ts';
import { callActions, shownActions } from './actions/call.actions.ts';
import { makeAction } from './actions/make-action.ts';
import { sayIn } from './say.ts';
import type { Action } from './actions/action.ts';
import type { AgentActions } from './actions/agent.actions.ts';
import type { CallActions } from './actions/call.actions.ts';
import type { BarState, Desk } from './bar-state.ts';
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
    calls: new Map(state.calls.map((call) => [call.callId, callActions(state, call, say, desk)])),
  };
}

function helpAction(state: BarState, say: Say, desk: Desk): Action {
  const open = state.panel?.kind === 'help';
  const making = { say, allowed: [], shortcuts: state.settings.shortcuts };
  return makeAction('help', making, () => desk.show(open ? null : { kind: 'help' }), open);
}

/** Everything a shortcut may mean, calls first: the ringing one before the others. */
export function allActions(view: View): readonly Action[] {
  const ringingFirst = [...view.state.calls].sort(
    (a, b) => Number(b.phase === 'ringing') - Number(a.phase === 'ringing'),
  );
  const ofCalls = ringingFirst.flatMap((call) => {
    const actions = view.calls.get(call.callId);
    return actions ? shownActions(call, actions) : [];
  });
  return [...ofCalls, ...Object.values(view.agent), view.help];
}
