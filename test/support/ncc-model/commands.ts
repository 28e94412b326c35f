// The commands of the model: what each needs, and what it does.
import { callCommands } from './call-commands.ts';
import { conferenceCommands } from './conference-commands.ts';
import type { Command } from './order.ts';
import { demand } from './refused.ts';
import { absences, type Settable } from './user-state.ts';

const own = new Set<string>(['normal', ...absences]);

const userCommands: Readonly<Record<string, Command>> = {
  AttachToUser: {
    fields: {},
    demands: 'account',
    ok: 'first',
    run: ({ user, module, exchange: { options } }) => {
      user.attached.add(module);
      const lists = user.isRegistered ? [user.callList(), user.conferenceList()] : [];
      for (const message of [user.userState(), ...lists]) options.post(module, message);
    },
  },
  DetachFromUser: { fields: {}, demands: 'attached', run: ({ user, module }) => void user.attached.delete(module) },
  GetUserState: { fields: {}, demands: 'attached', run: ({ user }) => user.userState() },
  ChangeUserState: {
    fields: { state: 'text', reason: 'text?' },
    demands: 'telephone',
    run: (order) => {
      const state = order.text('state');
      demand(own.has(state), 'nobody sets that state himself');
      order.user.setState(state as Settable, order.fields['reason'] as string | undefined);
    },
  },
  Logout: { fields: {}, demands: 'telephone', run: ({ user, exchange }) => exchange.unregister(user) },
  Exit: { fields: {}, demands: 'telephone', run: ({ user, exchange }) => exchange.unregister(user) },
  BindNumber: {
    fields: { number: 'text', replace: 'flag?' },
    demands: 'telephone',
    softOnly: true,
    run: (order) => demand(/^sip:[\w.+-]+@[\w.-]+(:\d+)?$/.test(order.text('number')), 'that is no number'),
  },
  ReopenAudioDevice: { fields: {}, demands: 'telephone', softOnly: true, run: ({ user }) => user.tellCalls() },
  ReopenRootPage: { fields: {}, demands: 'telephone', softOnly: true, run: ({ user }) => user.tellCalls() },
};

const connectionCommands: Readonly<Record<string, Command>> = {
  SendPmsRestRequest: {
    fields: { path: 'text', data: 'text', method: 'text', headers: 'object', timeout: 'number' },
    demands: 'nothing',
    run: () => {},
  },
  SubscribeOnMessagesSession: {
    fields: { protocol_version: 'number', session_id: 'text', direction: 'text?' },
    demands: 'nothing',
    run: () => ({ messages: [] }),
  },
  BroadcastMessage: { fields: { message: 'text', to: 'list' }, demands: 'nothing', run: () => {} },
  BroadcastProjectMessage: {
    fields: { message: 'text', project_id: 'text', to: 'list' },
    demands: 'nothing',
    run: () => {},
  },
};

/** All but `SetProtocolVersion`, which is the connection's own. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({ ...userCommands, ...connectionCommands, ...callCommands, ...conferenceCommands }),
);
