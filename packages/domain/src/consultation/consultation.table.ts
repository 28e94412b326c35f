// What may become of a consultation (ECMA-269 §17.1.9 Consultation Call, Alternate, Conference, Reconnect, Transfer): one row per transition.
import type { EventType } from '../event.ts';
import { machine } from '../machine.ts';
import type { Row } from '../machine.ts';
import type { ConsultationState } from './consultation.ts';

export type ConsultationInput =
  | 'consult'
  | 'invite'
  | 'answeredFact'
  | 'alternate'
  | 'conference'
  | 'completeTransfer'
  | 'endConsultation';

export type ConsultationGuard = 'twoTalk' | 'asker';

export type ConsultationEmits = Extract<EventType, `call.${string}`>;

export type ConsultationContext = {
  /** He talks with exactly one other, who is there. */
  readonly twoTalk: boolean;
  /** It is his consultation. */
  readonly asker: boolean;
};

export const consultationRows = [
  // from        input              guard      to            emits
  ['null',       'consult',         'twoTalk', 'ringing',    'call.consulted'],
  ['null',       'invite',          'twoTalk', 'inviting',   'call.consulted'],

  ['ringing',    'answeredFact',    '-',       'consulting', 'call.established'],
  ['inviting',   'answeredFact',    '-',       'conference', 'call.established'],

  ['consulting', 'alternate',       'asker',   'alternated', 'call.alternated'],
  ['alternated', 'alternate',       'asker',   'consulting', 'call.alternated'],

  ['ringing',    'conference',      'asker',   'inviting',   'call.conferenced'],
  ['consulting', 'conference',      'asker',   'conference', 'call.conferenced'],
  ['alternated', 'conference',      'asker',   'conference', 'call.conferenced'],

  ['ringing',    'completeTransfer', 'asker',  'null',       'call.transferred'],
  ['inviting',   'completeTransfer', 'asker',  'null',       'call.transferred'],
  ['consulting', 'completeTransfer', 'asker',  'null',       'call.transferred'],
  ['alternated', 'completeTransfer', 'asker',  'null',       'call.transferred'],
  ['conference', 'completeTransfer', 'asker',  'null',       'call.transferred'],

  ['ringing',    'endConsultation', 'asker',   'null',       'call.connectionCleared'],
  ['inviting',   'endConsultation', 'asker',   'null',       'call.connectionCleared'],
  ['consulting', 'endConsultation', 'asker',   'null',       'call.connectionCleared'],
  ['alternated', 'endConsultation', 'asker',   'null',       'call.connectionCleared'],
  ['conference', 'endConsultation', 'asker',   'null',       'call.connectionCleared'],
] as const satisfies readonly Row<ConsultationState, ConsultationInput, ConsultationGuard, ConsultationEmits>[];

export const consultationGuards: Readonly<Record<ConsultationGuard, (context: ConsultationContext) => boolean>> = {
  twoTalk: ({ twoTalk }) => twoTalk,
  asker: ({ asker }) => asker,
};

export const consultationMachine = machine<
  ConsultationState,
  ConsultationInput,
  ConsultationGuard,
  ConsultationEmits,
  ConsultationContext
>(consultationRows, consultationGuards);
