// AgentStateAfterHangup: what the agent will be after the call, asked for while he talks, so that nothing can be offered in between.
import type { CallView } from '@cordboard/contract';
import { statusRow } from '../arguments.ts';
import { connectionOf, type HappeningContext, type Happenings } from '../context.ts';

const afterCallWork = 4;

/** A call that the agent made himself has no wrap-up of a queue; the document wants one after every customer's call. */
function wished({ properties, ownId }: HappeningContext, call: CallView): number | null {
  const { AgentStateAfterHangup } = properties;
  if (AgentStateAfterHangup !== null) return AgentStateAfterHangup;
  const made = call.from.kind === 'agent' && call.from.agentId === ownId;
  return call.kind === 'outbound' && made ? afterCallWork : null;
}

export const afterHangupHappenings: Happenings = {
  'call.established': ({ call }, context) => {
    const own = call && connectionOf(call, context.ownId);
    if (call === undefined || own?.state !== 'connected') return;
    if (!call.connections.some((other) => other !== own && other.state === 'connected')) return;
    const choice = statusRow(wished(context, call) ?? '')?.choice;
    if (choice === undefined || choice === null) return;
    const asked =
      choice.state === 'ready'
        ? context.ask('agent.setReady')
        : context.ask('agent.setNotReady', { reason: choice.reason });
    asked.catch(() => {});
  },
  'agent.workingAfterCall': ({ agentId }, { ask, ownId, properties }) => {
    const { AgentStateAfterHangup } = properties;
    if (agentId !== ownId || AgentStateAfterHangup === null || AgentStateAfterHangup === afterCallWork) return;
    ask('agent.finishWrapUp').catch(() => {});
  },
};
