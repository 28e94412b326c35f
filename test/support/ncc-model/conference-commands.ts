// The commands for conferences, which SoftPhones have and WebPhones have not.
import type { Command, Kind, Order } from './order.ts';
import { conferenceInfo, type Conference } from './model-user.ts';
import { demand } from './refused.ts';

const command = (run: Command['run'], fields: Readonly<Record<string, Kind>>): Command => ({
  fields,
  demands: 'telephone',
  softOnly: true,
  run,
});

const onConference = (run: Command['run'], fields: Readonly<Record<string, Kind>> = {}): Command =>
  command(run, { confId: 'id', ...fields });

export const conferenceCommands: Readonly<Record<string, Command>> = {
  CreateConference: command(create, { conferenceName: 'text' }),
  GetConferences: command(({ user }) => user.conferenceList(), {}),
  HangupConference: onConference(hangUp),
  MakeConferenceCall: onConference(
    (order) => {
      order.exchange.makeCall(order.user, order.text('phoneNumber'), order.conference);
      tell(order, order.conference);
    },
    { phoneNumber: 'text' },
  ),
  AddCallToConference: onConference(
    (order) => {
      const { user, talk, conference } = order;
      const isElsewhere = [...user.conferences.values()].some(({ calls }) => calls.has(talk));
      demand(!isElsewhere, 'the call is in a conference already');
      conference.calls.add(talk);
      tellBoth(order);
    },
    { cid: 'id' },
  ),
  RemoveCallFromConference: onConference(
    (order) => {
      demand(order.conference.calls.delete(order.call), 'the call is not in the conference');
      tellBoth(order);
    },
    { cid: 'id' },
  ),
  JoinConference: onConference((order) => move(order, true)),
  LeaveConference: onConference((order) => move(order, false)),
};

function create({ user, exchange, fields }: Order): void {
  const confId = exchange.nextId();
  const displayName = String(fields['conferenceName']);
  const conference: Conference = { confId, displayName, calls: new Set(), operatorIn: true };
  user.conferences.set(confId, conference);
  user.tell('NewConference', conferenceInfo(conference));
  user.tell('ConferenceInfo', conferenceInfo(conference));
}

function hangUp(order: Order): void {
  const { user, exchange, conference } = order;
  const calls = [...conference.calls];
  conference.calls.clear();
  conference.operatorIn = false;
  tell(order, conference);
  user.conferences.delete(conference.confId);
  user.tell('OnCloseConference', { confId: conference.confId });
  for (const call of calls) exchange.hangUp(call);
}

function move(order: Order, isIn: boolean): void {
  const { conference } = order;
  demand(conference.operatorIn !== isIn, `the operator is ${isIn ? 'in' : 'not in'} the conference`);
  conference.operatorIn = isIn;
  tell(order, conference);
}

const tell = ({ user }: Order, conference: Conference): void => user.tell('ConferenceInfo', conferenceInfo(conference));

function tellBoth(order: Order): void {
  const { name: _name, login: _login, ...calls } = order.user.callList();
  order.user.tell('Calls', calls);
  tell(order, order.conference);
}
