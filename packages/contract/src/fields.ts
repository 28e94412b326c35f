// Each thing that travels, once: what it may look like, what it means, an example.
import type {
  AgentId,
  CallId,
  ConnectionId,
  DeviceId,
  GroupId,
  IvrId,
  IvrProfileId,
  QueueId,
  RecordingId,
  SessionId,
  Target,
  TenantId,
} from '@cordboard/domain';
import { z } from 'zod';
import { limits } from './limits.ts';

/** An id is a short string on the wire and a branded one inside; this is the one place where it becomes so. */
function id<Id extends string>(description: string, example: string): z.ZodType<Id, string> {
  const schema = z
    .string()
    .min(1)
    .max(limits.maxIdLength)
    .meta({ description, examples: [example] });
  return schema as unknown as z.ZodType<Id, string>;
}

const described = <Schema extends z.ZodType>(schema: Schema, description: string, example: unknown): Schema =>
  schema.meta({ description, examples: [example] });

const instant = (description: string): z.ZodNumber =>
  described(z.number().int().nonnegative(), `${description} (ms since the Unix epoch)`, 1_767_225_600_000);
const duration = (description: string): z.ZodNumber =>
  described(z.number().int().nonnegative(), `${description} (ms)`, 30_000);
const count = (description: string): z.ZodNumber => described(z.number().int().nonnegative(), description, 3);
const text = (maximum: number, description: string, example: string): z.ZodString =>
  described(z.string().max(maximum), description, example);

export const make = { described, instant, duration, count, text };

export const tenantId = id<TenantId>('Tenant: a company or site on this server.', 'demo');
export const agentId = id<AgentId>('Agent: a person who takes calls.', '1001');
export const groupId = id<GroupId>('Group of agents.', 'support');
export const queueId = id<QueueId>('Queue in which calls wait.', 'sales');
export const deviceId = id<DeviceId>('Extension number of a telephone (CSTA: device).', '8001');
export const ivrId = id<IvrId>('Voice menu.', 'welcome');
export const ivrProfileId = id<IvrProfileId>('Voice menu with presets.', 'welcome-zh');
export const callId = id<CallId>('Call.', 'c-01jb2k7x');
export const connectionId = id<ConnectionId>('A device in a call (CSTA: connection).', 'c-01jb2k7x.1');
export const sessionId = id<SessionId>('Signed-in session.', 's-01jb2k7x');
export const recordingId = id<RecordingId>('Recording.', 'r-01jb2k7x');

export const recordingPath = text(
  limits.maxPathLength,
  'The file, as the switch names it: relative to the folder that holds the recordings.',
  'recordings/2026-01-01/c-01jb2k7x_r1.wav',
);
export const recordingUrl = text(
  limits.maxPathLength,
  'Path on the HTTP door under which the audio can be had, once the recording is complete, by the token of a session.',
  '/recordings/c-01jb2k7x.r1',
);
export const login = described(z.string().min(1).max(limits.maxLoginLength), 'Login name.', 'alice');
export const password = described(z.string().min(1).max(limits.maxPasswordLength), 'Password.', 'correct horse');
export const token = described(
  z.string().min(1).max(limits.maxTokenLength),
  'Opaque session token; whoever holds it is signed in.',
  'tQ3…',
);
export const personName = text(limits.maxNameLength, 'Name of a person or thing, for people.', '王芳');
export const reason = text(limits.maxReasonLength, 'Why an agent is not ready.', 'lunch');
export const leaveReason = described(
  z.string().min(1).max(limits.maxReasonLength),
  'Why an agent wants to be away.',
  'lunch',
);
export const leaveDuration = described(
  z.number().int().min(1).max(limits.maxLeaveMs),
  'How long an agent wants to be away (ms); left out: until back.',
  1_800_000,
);
export const maximumAway = described(
  z.number().int().nonnegative().max(limits.maxGroupMembers).nullable(),
  'How many of a group may be away at once; null: as many as like.',
  3,
);
export const groupIds = described(z.array(groupId).max(limits.maxListItems).readonly(), 'Groups of agents.', [
  'support',
]);
export const queueIds = described(z.array(queueId).max(limits.maxListItems).readonly(), 'Queues.', ['sales']);
export const number = described(z.string().min(1).max(limits.maxNumberLength), 'Telephone number.', '01065550100');
/** ITU-T E.161 keys, A to D included (RFC 4733 §3.2). */
export const digits = described(
  z.string().regex(new RegExp(`^[0-9A-D*#]{1,${limits.maxDigits}}$`, 'u')),
  'Keys to send: 0-9, A-D, * and #.',
  '1234#',
);
export const callData = described(
  z
    .record(z.string().min(1).max(limits.maxDataKeyLength), z.string().max(limits.maxDataValueLength))
    .refine((data) => Object.keys(data).length <= limits.maxDataFields, `more than ${limits.maxDataFields} fields`),
  'What is known about the call, by field name.',
  { orderId: 'A-1009' },
);
export const epoch = text(
  limits.maxIdLength,
  'Which history the sequence numbers belong to; another one means: take a snapshot.',
  'e1',
);
export const seq = count('Sequence number of an event.');
export const listLimit = described(
  z.number().int().min(1).max(limits.maxListItems),
  'How many at most.',
  limits.defaultListItems,
);
export const startState = described(z.enum(['ready', 'notReady']), 'State to begin with.', 'ready');

export const agentState = described(
  z.enum(['null', 'notReady', 'ready', 'busy', 'workingAfterCall']),
  'Agent state (ECMA-269 §6.1.3); null: not signed in.',
  'ready',
);
export const connectionState = described(
  z.enum(['null', 'initiated', 'alerting', 'connected', 'hold']),
  'Local connection state (ECMA-269 §6.1.4).',
  'connected',
);
export const callKind = described(z.enum(['inbound', 'outbound', 'internal']), 'Which way the call goes.', 'inbound');
export const clearCause = described(
  z.enum([
    'normal',
    'busy',
    'noAnswer',
    'rejected',
    'cancelled',
    'unreachable',
    'notFound',
    'notAllowed',
    'trunksBusy',
    'mediaLost',
    'switchLost',
    'transferred',
    'queueOverflow',
    'forced',
    'failed',
  ]),
  'Why a connection ended.',
  'normal',
);
export const purpose = described(
  z.enum(['call', 'transfer', 'consultation', 'conference', 'pickUp', 'takeOver', 'check']),
  'What a party is called in for: shown while it rings.',
  'consultation',
);
export const gradingLanguage = described(
  z.enum(['zh', 'en']),
  'Language in which a customer is asked for a mark.',
  'zh',
);
export const grade = described(
  z.number().int().nonnegative().nullable(),
  'The mark that the customer gave; null: he was asked and gave none.',
  5,
);
export const supervisionMode = described(
  z.enum(['listen', 'whisper', 'bargeIn']),
  'listen: heard by nobody; whisper: by the agent alone; bargeIn: by all who talk with him.',
  'listen',
);
export const consultationState = described(
  z.enum(['ringing', 'inviting', 'consulting', 'alternated', 'conference']),
  'ringing: the held side hears music; inviting: all go on talking while it rings; consulting: with the one asked; alternated: with the held side; conference: all together.',
  'consulting',
);
export const rank = described(z.enum(['agent', 'supervisor', 'admin']), 'Rank of a role.', 'agent');
export const scope = described(z.enum(['own', 'group', 'tenant']), 'Over whom the rights of a role reach.', 'group');
export const right = described(
  z.enum([
    'watchAgents',
    'watchQueues',
    'listen',
    'whisper',
    'bargeIn',
    'pickUp',
    'takeOver',
    'clearCall',
    'forceState',
    'signOutOther',
    'approveLeave',
    'administer',
  ]),
  'One thing that a role may do to others.',
  'watchAgents',
);

export const target: z.ZodType<Target> = described(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('agent'), agentId }),
    z.strictObject({ kind: z.literal('device'), deviceId }),
    z.strictObject({ kind: z.literal('queue'), queueId }),
    z.strictObject({ kind: z.literal('ivr'), ivrId }),
    z.strictObject({ kind: z.literal('ivrProfile'), ivrProfileId }),
    z.strictObject({ kind: z.literal('number'), number }),
    z.strictObject({ kind: z.literal('hangUp') }),
  ]),
  'Where a call is sent.',
  { kind: 'queue', queueId: 'sales' },
).meta({ id: 'Target' });

export const party = described(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('agent'), agentId, deviceId, name: personName }),
    z.strictObject({ kind: z.literal('device'), deviceId, name: personName }),
    z.strictObject({ kind: z.literal('outside'), number: z.string(), name: personName }),
  ]),
  'Somebody in a call.',
  { kind: 'outside', number: '13800138000', name: '' },
).meta({ id: 'Party' });

export const position = described(z.strictObject({ epoch, seq }), 'A place in the stream of events.', {
  epoch: 'e1',
  seq: 1042,
});
