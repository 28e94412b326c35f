// The methods of the local server: those of the draft (seed 002), of version 6, and ours. Both generations know all of them.
import { z } from 'zod';
import { make } from '../../fields.ts';
import * as objects from './objects.ts';
import type { IpscMethodRow, IpscMethodTable } from './row.ts';

const { described } = make;
const nothing = z.strictObject({});
const nil = z.null();
const short = z.string().max(256);
const workerNum = described(short.min(1), 'Worker number of an agent.', '1001');
const groupId = described(short, 'Group (queue).', 'support');
const index = described(z.number().int().min(0).max(15), 'Which CTI server, counted from 0.', 0);
const channel = described(z.number().int().min(0), 'The call\'s number on that server.', 1);
const custom = described(z.string().max(1_024), 'What programs attach to the call.', '').default('');
const noIndex = index.nullable().default(null);
const noChannel = channel.nullable().default(null);
const number = described(z.string().max(64), 'Telephone number.', '13800138000');
const workType = described(z.number().int().min(10).max(17), 'WorkType of the pause.', 10).default(10);
const groups = described(z.union([z.array(short).max(500).readonly(), short.transform((one) => [one])]), 'Groups; none: all of the agent\'s.', ['support']);
const isSignIn = z.boolean().default(true);
const calling = described(z.string().max(64), 'Number to show.', '').default('');
const unused = described(z.string().max(256), 'Accepted and not used.', '').default('');
const outside = { calledTelNum: number, callingTelNum: calling, channelGroup: unused, option: unused };

type Part = Omit<IpscMethodRow, 'does' | 'params'>;
const steers = { kind: 'steer', needsLogin: true, result: nil } as const;
const draft = { ...steers, origin: 'draft' } as const satisfies Part;
const v6 = { ...steers, origin: 'v6' } as const satisfies Part;
const ours = { ...steers, origin: 'ours' } as const satisfies Part;

export const methods = {
  // Login

  logIn: {
    does: 'Connects to the CTI servers and logs in.',
    params: [z.strictObject({ workerNum: described(short, 'Worker number.', '1001'), password: described(z.string().max(256), 'Password.', '1001abcd'), serverList: described(z.array(short).max(16).readonly().nullable(), 'CTI servers to use instead of the configured ones; only of those that the settings name.', null).default(null) })],
    result: nil, kind: 'steer', origin: 'draft', aliases: ['login'],
  },
  logOut: { ...draft, does: 'Logs out everywhere.', params: [nothing], aliases: ['logout'] },
  getConnectState: { does: 'How the program stands with each CTI server.', params: [nothing], result: z.array(objects.connectState).readonly(), kind: 'look', origin: 'draft' },
  getCtiServers: { does: 'The CTI servers.', params: [nothing], result: z.array(objects.ctiServer).readonly(), kind: 'look', origin: 'v6' },
  getWorkerNum: { does: 'Who is logged in: worker number and name.', params: [nothing], result: z.tuple([z.string(), z.string()]).readonly(), kind: 'look', origin: 'v6' },
  getAgentRunningState: { does: 'AgentRunningState.', params: [nothing], result: z.number(), kind: 'look', origin: 'v6' },
  getModel: { does: 'Everything at once.', params: [nothing], result: objects.agentModel, kind: 'look', origin: 'v6' },

  // Groups and state

  getSkillGroups: { does: 'The groups of the agent, and which of them he is signed in to.', params: [nothing], result: z.array(objects.skillGroup).readonly(), kind: 'look', origin: 'draft' },
  getGroups: { does: 'The same, as version 6 has it.', params: [nothing], result: z.array(objects.group).readonly(), kind: 'look', origin: 'v6' },
  getAllGroups: { does: 'All groups: where a call can be sent.', params: [nothing], result: z.array(objects.group).readonly(), kind: 'look', origin: 'v6' },
  signIn: { ...draft, does: 'Signs in to groups; none named: to all of the agent\'s.', params: [z.strictObject({ groups: groups.default([]) })] },
  signOut: { ...draft, does: 'Signs out of groups; none named: of all.', hint: 'To sign another agent out of a group: signOutByWorkerNum.', params: [z.strictObject({ groups: z.array(short).max(500).readonly().default([]) })] },
  signGroups: {
    ...v6, does: 'Signs in to groups, or out of them.',
    params: [z.strictObject({ isSignIn }), z.strictObject({ id: groups.default([]), isSignIn }), z.strictObject({ ids: groups, isSignIn })],
  },
  signGroup: { ...v6, does: 'Signs in to one group, or out of it.', params: [z.strictObject({ id: groupId, isSignIn })] },
  getStatus: { does: 'AgentState and WorkType.', params: [nothing], result: z.tuple([z.number(), z.number()]).readonly(), kind: 'look', origin: 'draft' },
  setIdle: { ...draft, does: 'Idle: may be offered calls.', params: [nothing] },
  setBusy: { ...draft, does: 'Busy, with a kind of pause.', params: [z.strictObject({ workType })] },

  // The telephone

  offHook: { does: 'Answers the call that rings here.', params: [nothing], result: nil, kind: 'act', origin: 'draft', needsLogin: true },
  onHook: { does: 'Hangs up all calls of the telephone.', params: [nothing], result: nil, kind: 'act', origin: 'draft', needsLogin: true },
  answer: { does: 'Answers the call that rings here.', params: [nothing], result: nil, kind: 'act', origin: 'v6', needsLogin: true },
  hangup: { does: 'Hangs up all calls of the telephone.', params: [nothing], result: nil, kind: 'act', origin: 'v6', needsLogin: true, aliases: ['hangUp'] },
  getPhoneAccountList: { does: 'How the telephone stands with each registrar.', params: [nothing], result: z.array(objects.phoneAccountInfo).readonly(), kind: 'look', origin: 'draft' },
  getSipAccounts: { does: 'The same with its calls, as version 6 has it.', params: [nothing], result: z.array(objects.sipAccount).readonly(), kind: 'look', origin: 'v6' },
  getSoundDevices: { does: 'Microphones and loudspeakers, as the window tells of them.', params: [nothing], result: z.array(objects.soundDevice).readonly(), kind: 'look', origin: 'v6' },
  setSoundDevice: { does: 'Chooses microphone and loudspeaker; -1: the system\'s.', params: [z.strictObject({ captureDeviceId: z.number().int().default(-1), playbackDeviceId: z.number().int().default(-1) })], result: nil, kind: 'act', origin: 'v6' },

  // Calls

  dial: { ...v6, does: 'Calls a number: first one\'s own telephone, which picks up by itself.', params: [z.strictObject(outside)] },
  getCurrentCall: { does: 'The call that one talks in; null: none.', params: [nothing], result: objects.call.nullable(), kind: 'look', origin: 'draft' },
  getCalls: { does: 'All calls; those that are over go when none is left.', params: [nothing], result: z.array(objects.call).readonly(), kind: 'look', origin: 'v6' },
  getHeldCalls: { does: 'Those of them that are held.', params: [nothing], result: z.array(objects.call).readonly(), kind: 'look', origin: 'v6' },
  getHoldList: { does: 'The calls that are held.', params: [nothing], result: z.array(objects.holdInfo).readonly(), kind: 'look', origin: 'draft' },
  hold: { ...draft, does: 'Holds the call; the other side hears music.', params: [nothing] },
  unHold: { ...draft, does: 'Takes a held call back; none named: the one there is. A call that one talks in is held for it.', params: [z.strictObject({ index: noIndex, channel: noChannel }), z.strictObject({ ctiIndex: noIndex, channel: noChannel })], aliases: ['unhold'] },
  xferAgent: {
    ...draft, does: 'Sends a call to an agent or a group, or consults one. Index and channel left out: the present call; else the held one they name.',
    params: [z.strictObject({ workerNum: short.nullable().default(null), groupId: short.nullable().default(null), index: noIndex, channel: noChannel, customString: custom, consultative: z.boolean().default(false) })],
    aliases: ['transfer'],
  },
  xfer: {
    ...v6, does: 'Sends a call to a group or an agent.',
    params: [z.strictObject({ ctiIndex: index, channel, groupId, workerNum: short.default(''), customString: custom }), z.strictObject({ groupId, workerNum: short.default(''), customString: custom })],
  },
  xferConsult: { ...v6, does: 'Consults a group or an agent.', params: [z.strictObject({ groupId, workerNum: short.default(''), customString: custom })] },
  xferExt: { ...v6, does: 'Sends a call to a number outside.', params: [z.strictObject({ ctiIndex: index, channel, ...outside }), z.strictObject(outside)] },
  xferExtConsult: { ...v6, does: 'Consults a number outside.', params: [z.strictObject(outside)] },
  callIvr: { ...v6, does: 'Sends the call to a voice menu.', params: [z.strictObject({ ivrId: short.min(1), invokeType: z.number().int().min(0).max(1).default(0), customString: custom })] },
  getStats: { does: 'Numbers of today.', params: [nothing], result: objects.stats, kind: 'look', origin: 'v6' },

  // Queues

  getQueueList: { does: 'The calls that wait, or ring, in the agent\'s groups.', params: [nothing], result: z.array(objects.draftQueueInfo).readonly(), kind: 'look', origin: 'draft' },
  getQueueInfos: { does: 'The same, as version 6 has it.', params: [nothing], result: z.array(objects.queueInfo).readonly(), kind: 'look', origin: 'v6' },
  dequeue: { ...draft, does: 'Takes a waiting call; none named: the first.', params: [z.strictObject({ index: noIndex, channel: noChannel }), z.strictObject({ ctiIndex: noIndex, channel: noChannel })] },

  // Supervision

  monitor: { ...draft, does: 'Listens to an agent\'s call.', params: [z.strictObject({ ctiIndex: index, workerNum }), z.strictObject({ workerNum })], aliases: ['listen'] },
  unMonitor: { ...v6, does: 'Leaves the call that one listens to.', params: [z.strictObject({ ctiIndex: index, workerNum }), z.strictObject({ workerNum: short.default('') })] },
  intercept: { ...draft, does: 'Takes a call that rings at an agent.', params: [z.strictObject({ ctiIndex: index, workerNum }), z.strictObject({ workerNum })] },
  interrupt: { ...draft, does: 'Barges in to an agent\'s call.', params: [z.strictObject({ ctiIndex: index, workerNum }), z.strictObject({ workerNum })], aliases: ['Interrupt', 'barge'] },
  hangupByWorkerNum: { ...v6, does: 'Ends an agent\'s call.', params: [z.strictObject({ ctiIndex: index, workerNum }), z.strictObject({ workerNum })] },
  setBusyByWorkerNum: { ...v6, does: 'Makes an agent busy.', params: [z.strictObject({ workerNum, workType: workType.default(13) })] },
  setIdleByWorkerNum: { ...v6, does: 'Makes an agent idle.', params: [z.strictObject({ workerNum })] },
  signOutByWorkerNum: { ...v6, does: 'Signs an agent out of a group.', params: [z.strictObject({ workerNum, groupId })] },
  block: { ...draft, does: 'Blocks an agent: no calls until `unBlock`.', params: [z.strictObject({ workerNum })] },
  unBlock: { ...draft, does: 'Ends that.', params: [z.strictObject({ workerNum })], aliases: ['unblock'] },
  kickOut: { ...draft, does: 'Logs an agent out.', params: [z.strictObject({ workerNum })] },

  // The window and the program

  showApp: { does: 'Opens the toolbar window.', params: [nothing], result: nil, kind: 'act', origin: 'v6' },
  hideApp: { does: 'Closes the toolbar window; calls go on, without sound here.', params: [nothing], result: nil, kind: 'act', origin: 'v6' },
  exitApp: { does: 'Ends the program.', params: [z.strictObject({ code: z.number().int().min(0).max(255).default(0) })], result: nil, kind: 'act', origin: 'v6' },
  echo: { does: 'Says it again, and raises `onEchoTriggered`.', params: [z.strictObject({ message: z.string().max(4_096) })], result: z.string(), kind: 'look', origin: 'v6' },
  echoWithDelay: { does: 'The same after a while.', params: [z.strictObject({ message: z.string().max(4_096), milliseconds: z.number().int().min(0).max(60_000) })], result: z.string(), kind: 'steer', origin: 'v6' },
  throwAnException: { does: 'Fails, so that a page can try how that looks.', params: [z.strictObject({ message: z.string().max(4_096) })], result: nil, kind: 'look', origin: 'v6' },

  // Ours

  whisper: { ...ours, does: 'Talks to an agent in his call; the other side does not hear it.', params: [z.strictObject({ ctiIndex: index, workerNum }), z.strictObject({ workerNum })] },
  unWhisper: { ...ours, does: 'Leaves that call.', params: [nothing] },
  mute: { ...ours, does: 'The other side does not hear the agent.', params: [nothing] },
  unMute: { ...ours, does: 'It hears him again.', params: [nothing], aliases: ['unmute'] },
  sendDigits: { ...ours, does: 'Sends keys in the call.', params: [z.strictObject({ digits: described(z.string().regex(/^[0-9A-D*#]{1,64}$/u), 'Keys.', '1#') })] },
  completeXfer: { ...ours, does: 'Ends a consultation by sending the call there.', params: [nothing] },
  cancelXfer: { ...ours, does: 'Ends a consultation; back to the held call.', params: [nothing] },
  conference: { ...ours, does: 'All in the consultation talk together.', params: [nothing] },
  getSnapshot: { does: 'Everything at once, and the number of the last event before it.', params: [nothing], result: z.strictObject({ seq: z.number(), model: objects.agentModel }), kind: 'look', origin: 'ours' },
  getEventsSince: { does: 'The events after a number, for a page that was away; `complete` false: some are forgotten, take a snapshot.', params: [z.strictObject({ seq: z.number().int().min(0) })], result: z.strictObject({ complete: z.boolean(), events: z.array(objects.madeEvent).readonly() }), kind: 'look', origin: 'ours' },
  getLights: { does: 'How the program stands with servers, registrars, pages and sound.', params: [nothing], result: objects.lights, kind: 'look', origin: 'ours' },
  pair: { does: 'Asks the agent to let this page steer the program; answered when he has decided. The token is for `authenticate`.', params: [z.strictObject({ name: described(z.string().min(1).max(80), 'What the page calls itself.', 'CRM') })], result: z.strictObject({ token: z.string() }), kind: 'look', origin: 'ours' },
  authenticate: { does: 'Shows the token of an earlier pairing.', params: [z.strictObject({ token: z.string().min(1).max(128) })], result: nil, kind: 'look', origin: 'ours' },

  // For the program's own window

  getPairings: { does: 'Pages that wait to be let in.', params: [nothing], result: z.array(objects.pairingRequest).readonly(), kind: 'window', origin: 'ours' },
  decidePairing: { does: 'Lets a page in, to look or to steer, or refuses.', params: [z.strictObject({ id: short, decision: z.enum(['steer', 'look', 'refuse']) })], result: nil, kind: 'window', origin: 'ours' },
  connectSound: { does: 'Offers the window\'s microphone and loudspeaker by WebRTC; answered with the program\'s side.', params: [z.strictObject({ sdp: z.string().max(32_768) })], result: z.strictObject({ sdp: z.string() }), kind: 'window', origin: 'ours' },
  closeSound: { does: 'Takes them away again.', params: [nothing], result: nil, kind: 'window', origin: 'ours' },
  tellSoundDevices: { does: 'Tells which microphones and loudspeakers there are.', params: [z.strictObject({ devices: z.array(objects.soundDevice).max(64).readonly() })], result: nil, kind: 'window', origin: 'ours' },
  getDoor: { does: 'Where the bar in the window connects, its token, and whom the login form names first.', params: [nothing], result: z.strictObject({ path: z.string(), token: z.string(), workerNum: z.string() }), kind: 'window', origin: 'ours' },
} as const satisfies IpscMethodTable;

export type IpscMethod = keyof typeof methods;
export type IpscParams<M extends IpscMethod> = z.output<(typeof methods)[M]['params'][number]>;
export type IpscResult<M extends IpscMethod> = z.output<(typeof methods)[M]['result']>;
