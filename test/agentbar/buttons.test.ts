// Buttons by name: what the class does itself, and what it asks the bar on the page for.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor, viewWithAll } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

exercises(
  [
    'DoClickAgentBarButtonByName',
    'tsbAnswer',
    'tsbHold',
    'tsbStopHold',
    'tsbMute',
    'tsbStopMute',
    'tsbHangUp',
    'tsddbAfterHangup',
    'AgentStateAfterHangup',
  ],
  'a call by buttons alone, without a bar on the page',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    const click = async (button: string): Promise<void> => {
      expect(await anna.bar.DoClickAgentBarButtonByNameAsync(button)).toMatchObject({ retCode: 0 });
      await centre.settled();
    };
    await click('tsddbAfterHangup');
    expect(anna.bar.AgentStateAfterHangup).toBe(0);
    centre.customer('13800138000').call('4001');
    await centre.settled();
    for (const button of ['tsbAnswer', 'tsbHold', 'tsbStopHold', 'tsbMute', 'tsbStopMute', 'tsbHangUp'])
      await click(button);
    await centre.settled();
    expect(anna.statuses()).toEqual(['0', '5', '1', '2', '3', '2', '11', '2', '4', '0']);
    await click('tsddbAfterHangup');
    expect(anna.bar.AgentStateAfterHangup).toBeNull();
  },
);

exercises(
  [
    'DoClickAgentBarButtonByName',
    'tsbConsult',
    'tsbStopConsult',
    'tsbThreeWay',
    'tsbThreeWayCancel',
    'tsbTransfer',
    'tsbConsultTransfer',
    'tsbKeyPad',
    'DoShowKeyPad',
  ],
  'buttons that ask for more open it in the bar; those that end something do it',
  async () => {
    const { centre, agent } = await floor.centre();
    const asked: string[] = [];
    const anna = await agent('2001');
    await agent('2002', '6');
    anna.bar.view = viewWithAll(asked);
    centre.customer('13800138000').call('4001');
    await centre.settled();
    await anna.bar.DoAnswerAsync();
    await centre.settled();
    const click = async (button: string): Promise<number> => {
      const { retCode } = await anna.bar.DoClickAgentBarButtonByNameAsync(button);
      await centre.settled();
      return retCode;
    };
    for (const button of ['tsbConsult', 'tsbThreeWay', 'tsbTransfer', 'tsbKeyPad']) expect(await click(button)).toBe(0);
    expect(anna.bar.DoShowKeyPad()).toBe(true);
    expect(asked).toEqual(['tsbConsult', 'tsbThreeWay', 'tsbTransfer', 'tsbKeyPad', 'tsbKeyPad']);
    await anna.bar.DoConsultAsync('2002', false);
    await centre.settled();
    expect(await click('tsbStopConsult')).toBe(0);
    await anna.bar.DoThreeWayAsync('2002', false);
    await centre.settled();
    expect(await click('tsbThreeWayCancel')).toBe(0);
    await anna.bar.DoConsultAsync('2002', false);
    await centre.settled();
    expect(await click('tsbConsultTransfer')).toBe(0);
    expect(anna.names()).toContain('HangupEvent');
  },
);

exercises(
  ['DoClickAgentBarButtonByName', 'tsbCallAgent', 'tsbCallOut', 'tsbHold', '-24', '-59', 'DoShowKeyPad'],
  'a button that is not enabled, one that needs a bar where there is none, and one that does not exist',
  async () => {
    const { agent } = await floor.centre();
    const anna = await agent('2001');
    for (const [button, code] of [
      ['tsbHold', -24],
      ['tsbCallAgent', -59],
      ['tsbCallOut', -59],
      ['tsbNothing', -59],
      ['', -59],
    ] as const) {
      expect(await anna.bar.DoClickAgentBarButtonByNameAsync(button)).toMatchObject({ retCode: code });
    }
    expect(await anna.bar.DoShowKeyPadAsync()).toMatchObject({ retCode: -59 });
    const asked: string[] = [];
    anna.bar.view = viewWithAll(asked);
    for (const button of ['tsbCallAgent', 'tsbCallOut']) await anna.bar.DoClickAgentBarButtonByNameAsync(button);
    expect(asked).toEqual(['tsbCallAgent', 'tsbCallOut']);
  },
);
