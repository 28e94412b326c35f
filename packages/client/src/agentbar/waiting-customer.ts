// A customer who waits, as the document's structure and events have him.
import type { CallView } from '@cordboard/contract';
import { callTypes, type StructOf } from '@cordboard/contract/dialects/agentbar';
import { dateText } from './date-text.ts';
import { customerOf } from './make-str.ts';

type Waiting = Pick<
  StructOf<'Customer_Info_Struct'>,
  | 'call_type'
  | 'callcenter_num'
  | 'customer_num'
  | 'customer_status'
  | 'customer_type'
  | 'customer_uuid'
  | 'enter_queue_time'
  | 'exclusive_agent_num'
  | 'exclusive_queue_num'
  | 'queue_num'
>;

/** @returns null when the call waits in no queue. */
export function waitingCustomer(call: CallView): Waiting | null {
  const { queue, kind } = call;
  if (queue === null) return null;
  const { number, accessNumber, grade } = customerOf(call, '', new Map());
  const rings = call.connections.some(({ queueId, state }) => queueId === queue.queueId && state !== 'connected');
  return {
    call_type: callTypes[kind],
    callcenter_num: accessNumber,
    customer_num: number,
    customer_status: rings ? 'ringing' : 'waiting',
    customer_type: grade,
    customer_uuid: call.callId,
    enter_queue_time: dateText(queue.enteredAt),
    exclusive_agent_num: queue.exclusiveAgentId ?? '',
    exclusive_queue_num: queue.exclusiveQueueId ?? '',
    queue_num: queue.queueId,
  };
}

/**
 * @param calls of one queue, in the order in which they are served.
 * @param nowMs by the server's clock.
 */
export function customerList(calls: readonly CallView[], nowMs: number): StructOf<'Customer_Info_Struct'>[] {
  return calls.flatMap((call, index) => {
    const customer = waitingCustomer(call);
    if (customer === null || call.queue === null) return [];
    return [
      {
        ...customer,
        queue_name: call.queue.name,
        orderID: String(index + 1),
        queue_customer_amount: String(calls.length),
        wait_time: String(Math.max(0, Math.round((nowMs - call.queue.enteredAt) / 1_000))),
        customer_enter_channel: 'voice',
      },
    ];
  });
}
