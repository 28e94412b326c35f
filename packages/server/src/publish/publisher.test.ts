// The publisher's promises: in order, only to who may see it, nothing twice, nothing missed, and `prev` tells a hole.
import type { AgentId, Audience, Configuration, GroupId, RoleId, SessionId } from '@cordboard/domain';
import { expect, test } from 'vitest';
import { Publisher } from './publisher.ts';

const limits = { ringMaxEvents: 4, ringMaxBytes: 10_000 };
const anna = 'anna' as AgentId;
const boris = 'boris' as AgentId;
const chief = 'chief' as AgentId;
const dean = 'dean' as AgentId;

const configuration = {
  roles: [
    { id: 'agent' as RoleId, name: 'agent', rank: 'agent', scope: 'own', rights: [] },
    { id: 'lead' as RoleId, name: 'lead', rank: 'supervisor', scope: 'group', rights: ['watchAgents'] },
    { id: 'decider' as RoleId, name: 'decider', rank: 'supervisor', scope: 'group', rights: ['approveLeave'] },
  ],
  agents: [
    { id: anna, name: 'Anna', groupId: 'red' as GroupId, roleId: 'agent' as RoleId, skills: {} },
    { id: boris, name: 'Boris', groupId: 'blue' as GroupId, roleId: 'agent' as RoleId, skills: {} },
    { id: dean, name: 'Dean', groupId: 'red' as GroupId, roleId: 'decider' as RoleId, skills: {} },
    { id: chief, name: 'Chief', groupId: 'red' as GroupId, roleId: 'lead' as RoleId, skills: {} },
  ],
} as unknown as Configuration;

const of = (agentId: AgentId, group: string): Audience => ({
  agentIds: [agentId],
  groupIds: [group as GroupId],
  watchersOf: 'agents',
});

function stage(): { publisher: Publisher; join: (agentId: AgentId, session?: string) => string[] } {
  const publisher = new Publisher(limits, 0);
  publisher.configure(configuration);
  return {
    publisher,
    join(agentId, session = agentId) {
      const heard: string[] = [];
      const listener = {
        event: ({ seq }: { seq: number }, prev: number) => void heard.push(`${prev}>${seq}`),
        closed: () => undefined,
      };
      publisher.subscribe(session as SessionId, agentId, listener);
      publisher.resume(session as SessionId, publisher.publishedSeq);
      return heard;
    },
  };
}

test('nothing goes out before the journal has it, and then in order', () => {
  const { publisher, join } = stage();
  const heard = join(anna);
  for (const seq of [1, 2, 3]) publisher.capture({ seq, json: '{', audience: of(anna, 'red') });
  expect(heard).toEqual([]);
  publisher.release(2);
  expect(heard).toEqual(['0>1', '1>2']);
  publisher.release(3);
  expect(heard).toEqual(['0>1', '1>2', '2>3']);
});

test('an agent hears his own, a group supervisor his group, nobody else', () => {
  const { publisher, join } = stage();
  const [heardByAnna, heardByBoris, heardByChief] = [join(anna), join(boris), join(chief)];
  publisher.capture({ seq: 1, json: '{', audience: of(anna, 'red') });
  publisher.capture({ seq: 2, json: '{', audience: of(boris, 'blue') });
  publisher.capture({ seq: 3, json: '{', audience: { ...of(anna, 'red'), watchersOf: 'none' } });
  publisher.release(3);
  expect(heardByAnna).toEqual(['0>1', '1>3']);
  expect(heardByBoris).toEqual(['0>2']);
  expect(heardByChief).toEqual(['0>1']);
});

test('leaves are told to whoever decides on them in the group, and nothing else is', () => {
  const { publisher, join } = stage();
  const [heardByDean, heardByChief] = [join(dean), join(chief)];
  publisher.capture({ seq: 1, json: '{', audience: { ...of(anna, 'red'), watchersOf: 'leaves' } });
  publisher.capture({ seq: 2, json: '{', audience: { ...of(boris, 'blue'), watchersOf: 'leaves' } });
  publisher.capture({ seq: 3, json: '{', audience: of(anna, 'red') });
  publisher.release(3);
  expect([heardByDean, heardByChief]).toEqual([['0>1'], ['0>3']]);
});

test('a session that was away gets exactly what it missed, on another connection', () => {
  const { publisher, join } = stage();
  join(anna, 'first');
  for (const seq of [1, 2]) publisher.capture({ seq, json: '{', audience: of(anna, 'red') });
  publisher.release(2);
  publisher.unsubscribe('first' as SessionId);
  publisher.capture({ seq: 3, json: '{', audience: of(anna, 'red') });
  publisher.release(3);
  const again = join(anna, 'second');
  expect(publisher.resume('second' as SessionId, 1)).toBe(true);
  expect(again).toEqual(['1>2', '2>3']);
});

test('beyond the ring, and beyond the stream, a resume is refused', () => {
  const { publisher, join } = stage();
  join(anna);
  for (let seq = 1; seq <= 6; seq += 1) publisher.capture({ seq, json: '{', audience: of(anna, 'red') });
  publisher.release(6);
  expect(publisher.resume(anna as unknown as SessionId, 1)).toBe(false);
  expect(publisher.resume(anna as unknown as SessionId, 2)).toBe(true);
  expect(publisher.resume(anna as unknown as SessionId, 7)).toBe(false);
});

test('after a snapshot that is ahead of the journal, only what is behind it is given', () => {
  const { publisher, join } = stage();
  const heard = join(anna);
  for (const seq of [1, 2, 3]) publisher.capture({ seq, json: '{', audience: of(anna, 'red') });
  publisher.pause(anna as unknown as SessionId);
  publisher.release(1);
  expect(publisher.goOnAfter(anna as unknown as SessionId, 2)).toBe(true);
  publisher.release(3);
  expect(heard).toEqual(['2>3']);
});
