// What a click on a button of the bar does when the page makes it by name.
import { agentBarButtons, type ButtonRow } from '@cordboard/contract/dialects/agentbar';
import { ownCall, type BarContext, type Requests } from '../context.ts';
import type { BarMethodName } from '../names.ts';

const rows: Readonly<Record<string, ButtonRow>> = agentBarButtons;

/** What the server permits now: of the agent's state, and on his call. */
function isEnabled({ enabledBy }: ButtonRow, { state }: BarContext): boolean {
  if (enabledBy === null) return true;
  return [...(state.agent?.allowed ?? []), ...(ownCall(state)?.own.allowed ?? [])].includes(enabledBy);
}

export const buttonRequests = {
  DoClickAgentBarButtonByName: async (context, name) => {
    const row = rows[name];
    if (row === undefined) return { retCode: -59, reason: `There is no button ${name}.` };
    if (!isEnabled(row, context)) return { retCode: -24 };
    if (context.view?.press?.(name) === true) return {};
    if (row.method === 'toggleIdleAfterHangup') return toggleIdleAfterHangup(context);
    if (row.asks) return ask(context, name);
    // What the method came to was told by the method.
    await context.run(row.method as BarMethodName);
  },
  DoShowKeyPad: (context) => ask(context, 'tsbKeyPad'),
} satisfies Partial<Requests>;

function toggleIdleAfterHangup({ properties }: BarContext): { readonly idle: boolean } {
  properties.AgentStateAfterHangup = properties.AgentStateAfterHangup === 0 ? null : 0;
  return { idle: properties.AgentStateAfterHangup === 0 };
}

const ask = ({ view }: BarContext, button: string) =>
  view?.show(button) === true ? {} : { retCode: -59, reason: `${button} asks for more, and the page shows no bar.` };
