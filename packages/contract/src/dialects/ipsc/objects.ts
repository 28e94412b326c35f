// What travels in results and events of IPSC: the objects of the draft, those of version 6, and ours.
import { z } from 'zod';
import { make } from '../../fields.ts';

const int = (says: string): z.ZodNumber => make.described(z.number().int(), says, 0);
const text = (says: string): z.ZodString => make.described(z.string(), says, '');

const ctiIndex = int('Which CTI server, counted from 0.');
const channel = int("The call's number on that server, as this program counts them.");
const customString = text('What programs have attached to the call.');

// The draft (seed 002)

export const skillGroup = z.strictObject({ id: text('Group.'), name: text('Its name.'), signed: z.boolean() });
export const connectState = z.strictObject({ index: ctiIndex, state: int('ConnectionState.') });
export const holdInfo = z.strictObject({ index: ctiIndex, channel, sessionId: text('The call on its server.') });
export const ringInfo = z.strictObject({ index: ctiIndex, channel, customString });
export const draftQueueInfo = z.strictObject({
  index: ctiIndex,
  channel,
  id: text('Queue.'),
  sessionId: text('The call on its server.'),
  type: int('QueueInfoType.'),
  CallingNo: text('Who calls.'),
  workerNum: text('The agent it rings at.'),
  customString,
});
export const phoneAccountInfo = z.strictObject({
  index: int('Which registrar, counted from 0.'),
  uri: text('Address that is registered.'),
  registerStatusCode: int('Status of the last REGISTER: 200 when registered, 0 before the first answer.'),
});

// Version 6

export const ctiServer = z.strictObject({
  host: text('Host.'),
  port: int('0: the default one.'),
  isMain: z.boolean(),
  state: int('ConnectionState.'),
});
export const group = z.strictObject({ id: text('Group.'), name: text('Its name.'), isSigned: z.boolean() });
export const call = z.strictObject({
  ctiIndex,
  channel,
  direction: int('CallDirection.'),
  isHeld: z.boolean(),
  holdType: int('HoldEventType, while it is held.'),
  remoteTelNum: text('Number of the other side.'),
  remoteLoc: text('Where that number belongs.'),
  h24CallCount: int('Calls of this number in 24 hours; 0: not known.'),
  h48CallCount: int('Calls of this number in 48 hours; 0: not known.'),
  workerNum: text('The agent on the other side, when it is one.'),
  groupId: text('The queue that offered it.'),
  ivrPath: text('The voice menu that it has been through.'),
  customString,
});
export const queueInfo = z.strictObject({
  ctiIndex,
  channel,
  id: text('The call on its server.'),
  processId: text('The call on its server.'),
  type: int('QueueInfoType.'),
  state: int('QueueInfoEventType.'),
  callingTelNum: text('Who calls.'),
  workerNum: text('The agent it rings at.'),
  groups: z.array(z.string()).readonly(),
  customString,
});
export const sipCall = z.strictObject({
  id: int('As this program counts them.'),
  localUri: text('Own address.'),
  remoteUri: text("The other side's."),
  state: int('SipCallState.'),
});
export const sipAccount = z.strictObject({
  ctiIndex,
  isValid: z.boolean(),
  id: int('Which registrar, counted from 0.'),
  uri: text('Address that is registered.'),
  isRegisterActive: z.boolean(),
  lastRegisterError: int('Status of the last REGISTER that failed; 0: it is well.'),
  calls: z.array(sipCall).readonly(),
});
export const stats = z.strictObject({
  dailyCallCount: int('Calls of today.'),
  dailyCallDuration: text('Time in calls today, as `hh:mm:ss`.'),
});
export const agentModel = z.strictObject({
  workerNum: text('Worker number; empty: nobody is logged in.'),
  displayName: text('His name.'),
  groups: z.array(group).readonly(),
  allGroups: z.array(group).readonly(),
  ctiServers: z.array(ctiServer).readonly(),
  state: int('AgentState.'),
  workType: int('WorkType.'),
  teleState: int('TeleState.'),
  sipAccounts: z.array(sipAccount).readonly(),
  calls: z.array(call).readonly(),
  queueInfos: z.array(queueInfo).readonly(),
  stats,
});
export const soundDevice = z.strictObject({
  id: int('As this program counts them.'),
  name: text('Name.'),
  driver: text('Always `browser`: the toolbar window has the devices.'),
  inputCount: int('1 for a microphone.'),
  outputCount: int('1 for a loudspeaker.'),
  isCurrentPlaybackDevice: z.boolean(),
  isCurrentCaptureDevice: z.boolean(),
});

// Ours

export const lights = z.strictObject({
  servers: z
    .array(z.strictObject({ host: z.string(), port: z.number(), isMain: z.boolean(), state: z.number() }))
    .readonly(),
  registrars: z.array(z.strictObject({ uri: z.string(), status: z.number() })).readonly(),
  pages: int('Pages that are connected.'),
  sound: make.described(
    z.enum(['open', 'ready', 'none']),
    'open: carries a call; ready: a window is there; none: no window.',
    'ready',
  ),
  isOpenToAnyPage: z.boolean(),
});
export const pairingRequest = z.strictObject({
  id: text('Of the request.'),
  origin: text('Where the page comes from; empty: a program, no page.'),
  name: text('What it says it is called.'),
});
export const madeEvent = z.strictObject({
  seq: int('Counted from 1 since the program started.'),
  method: text('Name of the notification.'),
  params: z.array(z.unknown()).readonly(),
});

export type Objects = {
  readonly skillGroup: z.output<typeof skillGroup>;
  readonly connectState: z.output<typeof connectState>;
  readonly holdInfo: z.output<typeof holdInfo>;
  readonly ringInfo: z.output<typeof ringInfo>;
  readonly draftQueueInfo: z.output<typeof draftQueueInfo>;
  readonly phoneAccountInfo: z.output<typeof phoneAccountInfo>;
  readonly ctiServer: z.output<typeof ctiServer>;
  readonly group: z.output<typeof group>;
  readonly call: z.output<typeof call>;
  readonly queueInfo: z.output<typeof queueInfo>;
  readonly sipCall: z.output<typeof sipCall>;
  readonly sipAccount: z.output<typeof sipAccount>;
  readonly stats: z.output<typeof stats>;
  readonly agentModel: z.output<typeof agentModel>;
  readonly soundDevice: z.output<typeof soundDevice>;
  readonly lights: z.output<typeof lights>;
  readonly pairingRequest: z.output<typeof pairingRequest>;
  readonly madeEvent: z.output<typeof madeEvent>;
};
