// What CTI modules ask for a user, one row per command: as a command of the core, or answered here; a missing row does not compile.
import { nccCommands, type NccCommand, type NccFieldsOf } from '@cordboard/contract/dialects/ncc';
import type { Attached } from './attached.ts';
import {
  breakTransfer,
  close,
  hangUp,
  makeCall,
  onCall,
  sendDigits,
  sendOn,
  setActive,
  setSecureMode,
  switched,
} from './call-commands.ts';
import type { Outcome } from './outcome.ts';
import { setCallParam, setLocalParam } from './params.ts';
import { changeUserState, signOut } from './state-commands.ts';
import type { Telephones } from './telephones.ts';

type Here = { [C in NccCommand]: (typeof nccCommands)[C]['here'] extends true ? C : never }[NccCommand];
/** Those that are about the connection are answered by it. */
export type UserCommand = Exclude<Here, 'SetProtocolVersion' | 'AttachToUser' | 'DetachFromUser'>;

type Run<C extends UserCommand> = (
  user: Attached,
  fields: NccFieldsOf<C>,
  telephones: Telephones,
) => Outcome | Promise<Outcome>;
/** `needs`: without his telephone it is refused. */
export type Row<C extends UserCommand = UserCommand> = {
  readonly needs: 'telephone' | 'nothing';
  readonly run: Run<C>;
};

const atPhone = <C extends UserCommand>(run: Run<C>): Row<C> => ({ needs: 'telephone', run });
const always = <C extends UserCommand>(run: Run<C>): Row<C> => ({ needs: 'nothing', run });

export const userCommands: { readonly [C in UserCommand]: Row<C> } = {
  GetUserState: always((user) => ({ name: 'UserState', fields: user.state })),
  ChangeUserState: always(changeUserState),
  Logout: always(signOut),
  Exit: always(signOut),

  MakeCall: atPhone(makeCall),
  Answer: atPhone(onCall('call.answer')),
  Hangup: atPhone(hangUp),
  Close: atPhone(close),
  Hold: atPhone(switched('hold', 'call.hold', 'call.retrieve')),
  Mute: atPhone(switched('muted', 'call.mute', 'call.unmute')),
  GetCalls: atPhone((user) => ({ name: 'Calls', fields: { calls: user.calls.all } })),
  SetActive: atPhone(setActive),
  SendDTMFSignal: atPhone(sendDigits),
  Transfer: atPhone(sendOn('call.transfer')),
  TransferWithCallBack: atPhone(sendOn('call.transfer')),
  ConsultationTransfer: atPhone(sendOn('call.consult')),
  ConferenceTransfer: atPhone(sendOn('call.invite')),
  FinishConferenceTransfer: atPhone(onCall('call.completeTransfer')),
  BreakTransfer: atPhone(breakTransfer),
  SetSessionSecureMode: atPhone(setSecureMode),
  SetCallParam: atPhone(setCallParam),
  SetLocalParam: atPhone(setLocalParam),
  GetConferences: atPhone(() => ({ name: 'Conferences', fields: { conferences: [] } })),
};
