// What a part is given to draw: the state, the words and the deeds. Made anew at each change.
import { agentActions } from './actions/agent.actions.ts';
import { callActions, shownActions } from './actions/call.actions.ts';
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
    calls: new Map(state.calls.map((call) => [call.callId, callActions(state, call, say, desk)])),
  };
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
  return [...ofCalls, ...Object.values(view.agent)];
}
