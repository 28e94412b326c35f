// What travels to a client, over random days: every message is as its row says, and folding messages gives what a snapshot would.
import { eventMessage, messageSchema, snapshotOf, snapshotStateSchema } from '@cordboard/contract';
import type { EventMessage, Snapshot, StreamEvent } from '@cordboard/contract';
import { audienceOf, callsInReach, createWorld, evolve, leavesInReach } from '@cordboard/domain';
import type { AgentId, Event, World } from '@cordboard/domain';
import { lookups } from '../support/lookups.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldEvent, foldSnapshot } from '../../packages/client/src/fold.ts';
import { emptyState, type ClientState } from '../../packages/client/src/state.ts';
import { sample } from '../../packages/domain/src/support/sample.ts';
import { Run } from './run.ts';

const happening = fc.record({ what: fc.nat(1_000), a: fc.nat(10_000), b: fc.nat(100_000) });
/** They end in the middle of things. */
const days = fc.array(happening, { minLength: 20, maxLength: 150, size: 'max' });

function eventsOf(happenings: Parameters<Run['happen']>[0][]): readonly Event[] {
  const run = new Run(sample);
  for (const one of happenings) run.happen(one);
  return run.floor.events;
}

const reachOf = (world: World, agentId: AgentId) => ({
  leavesOf: leavesInReach(world, agentId),
  callIds: callsInReach(world, agentId),
});

/** As if it had gone over the wire. */
const travelled = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

test('every message is exactly what its row says', () => {
  fc.assert(
    fc.property(days, (happenings) => {
      const world = createWorld();
      for (const event of eventsOf(happenings)) {
        evolve(world, event);
        const message = travelled(eventMessage(world, event, lookups));
        const parsed = messageSchema(event.type).safeParse(message);
        if (!parsed.success)
          throw new Error(`${event.type}: ${JSON.stringify(parsed.error.issues)} in ${JSON.stringify(message)}`);
      }
      for (const id of world.agents.keys()) {
        expect(
          snapshotStateSchema.safeParse(travelled(snapshotOf(world, id, lookups, reachOf(world, id)))),
        ).toMatchObject({
          success: true,
        });
      }
    }),
    { numRuns: 25, seed: 7 },
  );
});

function snapshotAt(world: World, agentId: AgentId, seq: number): Snapshot {
  const state = travelled(snapshotOf(world, agentId, lookups, reachOf(world, agentId)));
  return { ...state, position: { epoch: 'e', seq }, serverTime: 0, demo: false } as unknown as Snapshot;
}

/** Statistics and activity are as of the agent's own last event: colleagues in the same call are not told of them. */
const known = ({ agent, calls, device, supervision }: ClientState): object => ({
  supervision,
  agent: agent && { ...agent, statistics: null, activity: null },
  device,
  calls: [...calls].sort((a, b) => (a.callId < b.callId ? -1 : 1)),
});

test('a client that folds what it is told knows what a snapshot would say', () => {
  fc.assert(
    fc.property(days, (happenings) => {
      const world = createWorld();
      const clients = new Map<AgentId, ClientState>();
      let seq = 0;
      for (const event of eventsOf(happenings)) {
        evolve(world, event);
        seq += 1;
        const message = travelled<EventMessage>(eventMessage(world, event, lookups));
        const { agentIds } = audienceOf(world, event);
        for (const id of world.agents.keys()) {
          const state = clients.get(id);
          if (state === undefined || event.type === 'tenant.configured') {
            clients.set(id, foldSnapshot(emptyState, snapshotAt(world, id, seq), 0));
          } else if (agentIds.includes(id)) {
            clients.set(id, foldEvent(state, { ...message, epoch: 'e', seq, prev: seq - 1 } as StreamEvent));
          }
        }
      }
      for (const [id, state] of clients) {
        if (!world.agents.has(id)) continue;
        expect(known(state), id).toEqual(known(foldSnapshot(emptyState, snapshotAt(world, id, seq), 0)));
      }
    }),
    { numRuns: 40, seed: 7 },
  );
});
