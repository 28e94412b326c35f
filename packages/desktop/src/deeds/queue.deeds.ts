// The calls that wait: looking at them, taking one.
import type { IpscObjects } from '@cordboard/contract/dialects/ipsc';
import { queueInfoOf } from '../agent/model.ts';
import { Refusal } from '../agent/refusal.ts';
import type { Desk } from '../desk.ts';
import type { Deeds } from './deed.ts';

/** Asked anew at each server that is there: who may not watch queues is not told by events. */
async function waiting({ cti, channels }: Desk): Promise<readonly IpscObjects['queueInfo'][]> {
  const found = await Promise.all(
    cti.servers.map(async ({ client, connection, state }, index) => {
      if (connection !== 'Ok') return [];
      const lists = await Promise.all(
        state.queues.map(({ queueId }) => client.call('queue.calls', { queueId }).catch(() => ({ calls: [] }))),
      );
      return lists.flatMap(({ calls }) => calls.flatMap((call) => queueInfoOf({ channels }, call, index) ?? []));
    }),
  );
  return found.flat();
}

async function dequeue(desk: Desk, ctiIndex: number | null, channel: number | null): Promise<null> {
  if ((ctiIndex === null) !== (channel === null)) throw new Refusal('badParameter', 'Index and channel go together.');
  if (ctiIndex !== null && channel !== null) {
    await desk.cti.client(ctiIndex).call('queue.take', { callId: desk.callIdAt(ctiIndex, channel) });
    return null;
  }
  const [first] = await waiting(desk);
  if (first === undefined) throw new Refusal('noSuchSession');
  await desk.cti.client(first.ctiIndex).call('queue.take', { callId: first.id });
  return null;
}

export const queueDeeds: Deeds<'getQueueList' | 'getQueueInfos' | 'dequeue'> = {
  async getQueueList(desk) {
    return (await waiting(desk)).map(
      ({ ctiIndex, channel, id, groups, type, callingTelNum, workerNum, customString }) => ({
        index: ctiIndex,
        channel,
        id: groups[0] ?? '',
        sessionId: id,
        type,
        CallingNo: callingTelNum,
        workerNum,
        customString,
      }),
    );
  },
  getQueueInfos: waiting,
  dequeue: (desk, params) => dequeue(desk, 'index' in params ? params.index : params.ctiIndex, params.channel),
};
