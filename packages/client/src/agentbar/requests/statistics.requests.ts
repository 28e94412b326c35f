// What the methods that ask for numbers do: of queues, and of the day.
import type { ResultOf } from '@cordboard/contract';
import type { StructOf } from '@cordboard/contract/dialects/agentbar';
import type { BarContext, Failures, Requests } from '../context.ts';
import { dateText, stampText } from '../date-text.ts';
import { barLimits } from '../limits.ts';
import { listed } from '../listed.ts';

type Numbers = ResultOf<'statistics.queue'>;

/** Who is not ready for a reason that is a status of its own counts there. */
function queueStruct(numbers: Numbers, oldestOfAll: number | null): StructOf<'Queue_Statis_Struct'> {
  const { agents, agentIds, name, oldestEnteredAt, queueId, waiting } = numbers;
  const { callOut = 0, afterCallWork = 0, leave = 0 } = agents.reasons;
  return {
    agent_busy_amount: String(agents.notReady - callOut - afterCallWork - leave),
    agent_callout_amount: String(callOut),
    agent_calling_amount: String(agents.calling),
    agent_hold_amount: String(agents.hold),
    agent_mute_amount: String(agents.muted),
    agent_idle_amount: String(agents.ready),
    agent_leave_amount: String(agents.away + leave),
    agent_no_exten_amount: String(agents.withoutDevice),
    agent_offline_amount: String(agents.offline),
    agent_online_amount: String(agents.online),
    agent_post_treatment: String(agents.workingAfterCall + afterCallWork),
    agent_ring_amount: String(agents.ringing),
    agent_talking_amount: String(agents.talking),
    agentNumLstStr: agentIds.join(','),
    early_queue_enter_time: stampText(oldestEnteredAt),
    early_queue_enter_time_all: stampText(oldestOfAll),
    // Not used, as the document says.
    min_enter_queue_time: '',
    queue_name: name,
    queue_num: queueId,
    queue_wait_people_amount: String(waiting),
  };
}

const nowOf = ({ state }: BarContext): string => dateText(Date.now() + state.clockOffsetMs);

/** The numbers of the day are asked for again as long as the page listens and the session lasts. */
function againLater(context: BarContext): void {
  const { client, hears, memory, properties, run } = context;
  clearTimeout(memory.reportTimer);
  const everyS = properties.RefreshReportStatisInterval;
  if (everyS <= 0) return;
  const timer = setTimeout(
    () => {
      if (client.state.session !== null && hears('GetReportStatisInfoEvent')) void run('DoGetReportStatisInfo');
    },
    Math.max(everyS, barLimits.minReportIntervalS) * 1_000,
  );
  // In Node, a page that is done may end.
  (timer as { unref?: () => void }).unref?.();
  memory.reportTimer = timer;
}

export const statisticsRequests = {
  DoGetQueueStatis: async (context, queueNum) => {
    const queueIds = listed(queueNum);
    const found = await Promise.all(queueIds.map((queueId) => context.ask('statistics.queue', { queueId })));
    const { oldestEnteredAt } = await context.ask('statistics.queues');
    const list = found.map((numbers) => queueStruct(numbers, oldestEnteredAt));
    context.raise('GetQueueStatisLstEvent', queueIds.join(','), nowOf(context), list);
    return { queue_statis_list: list };
  },
  DoGetAllQueueStatis: async (context) => {
    const { queues, oldestEnteredAt } = await context.ask('statistics.queues');
    const list = queues.map((numbers) => queueStruct(numbers, oldestEnteredAt));
    context.raise('GetAllQueueStatisEvent', nowOf(context), list);
    return { queue_statis_list: list };
  },
  DoGetReportStatisInfo: async (context) => {
    const day = await context.ask('statistics.day');
    const numbers = {
      todayAbandon: String(day.abandoned),
      todayCallin: String(day.callsIn),
      todayCallinAnswer: String(day.callsInAnswered),
      todayCallout: String(day.callsOut),
      todayCalloutAnswer: String(day.callsOutAnswered),
      todayEnterQueue: String(day.enteredQueue),
      todayEnterQueueOther: String(day.enteredQueueOnward),
    };
    context.raise('GetReportStatisInfoEvent', context.properties.AgentID, 0, '', numbers);
    againLater(context);
    return { reportStatisInfo: numbers };
  },
} satisfies Partial<Requests>;

export const statisticsFailures: Failures = {
  DoGetReportStatisInfo: ({ properties, raise }, { retCode, reason }) =>
    raise('GetReportStatisInfoEvent', properties.AgentID, retCode, reason, {}),
};
