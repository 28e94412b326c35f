// Who is in the room, who is elsewhere, and who does not hear whom.
import { expect, test } from 'vitest';
import type { CallId, ConnectionId, Hearing, Participant } from '@cordboard/domain';
import { arrangementOf, unheardIn } from '../../../packages/server/src/drivers/freeswitch/arrangement.ts';

const [a, b, c] = ['a', 'b', 'c'] as unknown as [ConnectionId, ConnectionId, ConnectionId];
const hears = (...connectionIds: ConnectionId[]): Hearing => ({ kind: 'connections', connectionIds });

const arranged = (
  wanted: Record<string, Hearing>,
  state: 'answered' | 'parked' | null = 'answered',
  stage: Participant['stage'] = 'answered',
) =>
  arrangementOf(
    {
      callId: 'x' as CallId,
      recordingId: null,
      recordingPaused: false,
      participants: Object.entries(wanted).map(([id, one]) => ({
        connectionId: id as ConnectionId,
        stage,
        hears: one,
        track: null,
      })),
    },
    () => state,
  );

const kinds = ({ places }: ReturnType<typeof arranged>) =>
  Object.fromEntries([...places].map(([id, { kind }]) => [id, kind]));

test.each<[string, Record<string, Hearing>, Record<string, string>]>([
  ['two who talk', { a: hears(b), b: hears(a) }, { a: 'room', b: 'room' }],
  ['one who is held', { a: { kind: 'music', music: 'default' }, b: { kind: 'none' } }, { a: 'music', b: 'silence' }],
  ['one who is muted still hears', { a: { kind: 'none' }, b: hears(a) }, { a: 'room', b: 'room' }],
  ['one who hears himself', { a: hears(a) }, { a: 'echo' }],
  [
    'one who listens to somebody on music',
    { a: { kind: 'music', music: 'm' }, b: hears(a) },
    { a: 'music', b: 'silence' },
  ],
])('%s', (_what, wanted, places) => {
  expect(kinds(arranged(wanted))).toEqual(places);
});

test('before the answer only early media is heard, and nothing before it is parked', () => {
  const ringback: Hearing = { kind: 'ringback' };
  expect(kinds(arranged({ a: ringback }, 'parked', 'early'))).toEqual({ a: 'ringback' });
  expect(kinds(arranged({ a: ringback }, 'parked', 'ringing'))).toEqual({});
  expect(kinds(arranged({ a: hears(b), b: hears(a) }, null))).toEqual({});
});

test('a supervisor who listens is heard by nobody', () => {
  const { hears: wanted } = arranged({ a: hears(b), b: hears(a), c: hears(a, b) });
  const unheard = unheardIn(
    new Map([
      [a, '1'],
      [b, '2'],
      [c, '3'],
    ]),
    wanted,
  );
  expect(Object.fromEntries([...unheard].map(([member, others]) => [member, [...others]]))).toEqual({
    1: ['3'],
    2: ['3'],
    3: [],
  });
});
