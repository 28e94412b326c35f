// What a supervisor can do to one who works for him, and to the supervision he is in.
import type { Activity, BarState, Colleague, Desk, Intervention, WatchMode } from '../bar-state.ts';
import type { Say } from '../say.ts';
import { makeAction } from './make-action.ts';
import type { Action } from './action.ts';
import type { Making } from './make-action.ts';

const inCall: ReadonlySet<Activity> = new Set(['talking', 'hold', 'muted']);
const talks = ({ activity }: Colleague): boolean => inCall.has(activity);
const works = ({ state }: Colleague): boolean => state !== 'null';

/** What must be true of the other for it to make sense; whether one may is the server's list. */
const possible: Readonly<Record<Intervention, (other: Colleague) => boolean>> = {
  listen: talks,
  whisper: talks,
  bargeIn: talks,
  pickUp: ({ activity }) => activity === 'ringing',
  takeOver: talks,
  clearCall: talks,
  makeReady: (other) => works(other) && other.state !== 'ready',
  makeNotReady: (other) => works(other) && other.state !== 'notReady',
  signOutOther: works,
};

export const interventions = Object.keys(possible) as readonly Intervention[];

const makingOf = (state: BarState, say: Say): Making => ({
  say,
  allowed: state.me?.allowed ?? [],
  shortcuts: state.settings.shortcuts,
});

/** @returns in the order of the menu; what his role does not permit is not there at all */
export function interventionsOn(other: Colleague, state: BarState, say: Say, desk: Desk): readonly Action[] {
  const linked = state.link === 'up';
  return interventions
    .filter((what) => state.rights.includes(rightFor(what)))
    .map((what) =>
      makeAction(
        what,
        makingOf(state, say),
        () => desk.intervene(what, other.agentId),
        null,
        linked && possible[what](other),
      ),
    );
}

const rightFor = (what: Intervention): string =>
  what === 'makeReady' || what === 'makeNotReady' ? 'forceState' : what;

const modes: readonly WatchMode[] = ['listen', 'whisper', 'bargeIn'];

/** Of the supervision under way: the three ways of being there, the present one pressed, and leaving. */
export function supervisionActions(state: BarState, say: Say, desk: Desk): readonly Action[] {
  const { supervision } = state;
  if (supervision === null) return [];
  const linked = state.link === 'up';
  const there = supervision.connectedAt !== null;
  const making = makingOf(state, say);
  const allowed = modes.map((mode) => `supervision.${mode}`);
  return [
    ...modes
      .filter((mode) => state.rights.includes(mode))
      .map((mode) =>
        makeAction(
          mode,
          { ...making, allowed },
          () => desk.switchSupervision(mode),
          supervision.mode === mode,
          linked && there,
        ),
      ),
    makeAction('endSupervision', making, () => desk.endSupervision(), null, linked),
  ];
}
