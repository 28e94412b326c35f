// A test that says which items of AgentBar it exercises, and fails when one of them was not: called, heard, read, written, received or clicked through the class.
import { expect, test } from 'vitest';

const seen = new Set<string>();

/** Told by `TestBar` whenever the page and the class meet. */
export const saw = (name: string): void => void seen.add(name);

/**
 * @param names items by the names of the document, as literals: a method (`DoHold`), an event (`BridgeEvent`) or its twin (`JSGetIvrListEvent`), a
 * property (`cuID`), a code (`-24`), a button (`tsbHold`), a status (`Agent_Status.AGENT_STATUS_HOLD`), a state (`Agent_State.AGENT_STATUS_IDLE`), a
 * status of the call (`CallStatus.CALL_IN`) or a reason of a hangup (`hangupReason.NO_ANSWER`).
 */
export function exercises(names: readonly string[], title: string, story: () => Promise<void>): void {
  test(title, async () => {
    seen.clear();
    await story();
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
  });
}
