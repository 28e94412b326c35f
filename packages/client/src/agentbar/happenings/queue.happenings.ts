// What a supervisor's page hears of customers who wait: they come, change, and leave for one of five reasons.
import type { CallView, StreamEvent } from '@cordboard/contract';
import type { HappeningContext, Happenings } from '../context.ts';
import { dateText, stampText } from '../date-text.ts';
import { customerOf } from '../make-str.ts';
import { waitingCustomer } from '../waiting-customer.ts';

type Left = Extract<StreamEvent, { type: 'call.dequeued' }>;

/** Served, hung up, left by a key, waited too long, too many. One who is sent on by an agent was served by him. */
const reasons: Readonly<Record<Left['why'], string>> = {
  assigned: '1',
  transferred: '1',
  abandoned: '2',
  keyLeft: '3',
  timedOut: '4',
  overflow: '4',
  full: '5',
};

/** Members are told of calls that concern themselves, too; a list of customers is for who may watch queues. */
const watches = ({ state }: HappeningContext): boolean => state.rights.rights.includes('watchQueues');

const earliestOfAll = ({ state }: HappeningContext): string => {
  const entered = state.queues.flatMap(({ oldestEnteredAt }) => oldestEnteredAt ?? []);
  return stampText(entered.length === 0 ? null : Math.min(...entered));
};

function changed(context: HappeningContext, call: CallView | undefined, at: number): void {
  const one = call === undefined || !watches(context) ? null : waitingCustomer(call);
  if (one === null) return;
  context.raise(
    'UpdateCustomerOfQueueEvent',
    one.call_type,
    one.callcenter_num,
    one.customer_num,
    one.customer_status,
    one.customer_type,
    one.customer_uuid,
    one.enter_queue_time,
    one.exclusive_agent_num,
    one.exclusive_queue_num,
    one.queue_num,
    dateText(at),
  );
}

function sentOutside({ call, at, queueId, to }: Left, { ownId, raise }: HappeningContext): void {
  if (to?.kind !== 'number' || call === undefined) return;
  const { number, accessNumber } = customerOf(call, ownId, new Map());
  raise('QueueTransferBoundEvent', ownId, number, queueId, to.number, accessNumber, dateText(at));
}

export const queueHappenings: Happenings = {
  'call.queued': ({ call, queue, at }, context) => {
    const one = call === undefined || !watches(context) ? null : waitingCustomer(call);
    if (one === null) return;
    context.raise(
      'AddCustomerToQueueEvent',
      one.call_type,
      one.callcenter_num,
      one.customer_num,
      one.customer_status,
      one.customer_type,
      one.customer_uuid,
      one.enter_queue_time,
      one.exclusive_agent_num,
      one.exclusive_queue_num,
      one.queue_num,
      dateText(at),
      call?.queue?.name ?? '',
      String(queue?.waiting ?? 0),
      stampText(queue?.oldestEnteredAt ?? null),
      earliestOfAll(context),
      'voice',
    );
  },
  'call.offered': ({ call, queueId, at }, context) => {
    if (queueId !== null) changed(context, call, at);
  },
  'call.requeued': ({ call, at }, context) => changed(context, call, at),
  'call.dataChanged': ({ call, at }, context) => changed(context, call, at),
  'call.dequeued': (event, context) => {
    if (!watches(context)) return;
    const { callId, queueId, queue, why, at } = event;
    const earliest = stampText(queue?.oldestEnteredAt ?? null);
    context.raise(
      'DelCustomerFromQueueEvent',
      callId,
      queueId,
      dateText(at),
      earliest,
      earliestOfAll(context),
      reasons[why],
    );
    sentOutside(event, context);
  },
};
