// Whether the recording of a call is paused: one row per transition. The pause is over when the recording or the call is.
import type { EventType } from '../event.ts';
import { machine } from '../machine.ts';
import type { Row } from '../machine.ts';

export type PauseState = 'null' | 'paused';

/** `pauserLeft`: whoever asked for the pause is no party of the call any more. */
export type PauseInput = 'pause' | 'resume' | 'pauserLeft';

export type PauseGuard = 'recorded';

export type PauseEmits = Extract<EventType, `recording.${string}`>;

export type PauseContext = { readonly recorded: boolean };

export const pauseRows = [
  // from     input         guard       to        emits
  ['null',   'pause',      'recorded', 'paused', 'recording.paused'],
  ['paused', 'resume',     '-',        'null',   'recording.resumed'],
  ['paused', 'pauserLeft', '-',        'null',   'recording.resumed'],
] as const satisfies readonly Row<PauseState, PauseInput, PauseGuard, PauseEmits>[];

export const pauseGuards: Readonly<Record<PauseGuard, (context: PauseContext) => boolean>> = {
  recorded: ({ recorded }) => recorded,
};

export const pauseMachine = machine<PauseState, PauseInput, PauseGuard, PauseEmits, PauseContext>(
  pauseRows,
  pauseGuards,
);
