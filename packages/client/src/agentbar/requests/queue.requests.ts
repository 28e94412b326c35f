// What the methods that look into queues do.
import type { BarContext, Checks, Requests } from '../context.ts';
import { dateText } from '../date-text.ts';
import { listed } from '../listed.ts';
import { customerList } from '../waiting-customer.ts';

async function customersOf({ ask, state }: BarContext, queueIds: readonly string[]) {
  const nowMs = Date.now() + state.clockOffsetMs;
  const lines = await Promise.all(queueIds.map((queueId) => ask('queue.calls', { queueId })));
  return { now: dateText(nowMs), customers: lines.flatMap(({ calls }) => customerList(calls, nowMs)) };
}

export const queueRequests = {
  DoGetCustomerOfQueue: async (context, queueNum) => {
    const queueIds = listed(queueNum);
    const { now, customers } = await customersOf(context, queueIds);
    context.raise('GetCustomerOfQueueEvent', queueIds.join(','), now, customers);
    return { customer_list: customers };
  },
  DoGetCustomerOfMyQueue: async (context) => {
    const { queues } = await context.ask('statistics.queues');
    const ownId = context.properties.AgentID;
    const own = queues.filter(({ agentIds }) => agentIds.some((id) => id === ownId)).map(({ queueId }) => queueId);
    if (own.length === 0) return { retCode: -48 };
    const { now, customers } = await customersOf(context, own);
    context.raise('GetCustomerOfMyQueueEvent', own.join(','), now, customers);
    return { customer_list: customers };
  },
} satisfies Partial<Requests>;

export const queueChecks: Checks = {};
