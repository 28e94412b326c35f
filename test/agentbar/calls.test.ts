// Calls through the class AgentBar: they ring, are answered, held, muted, sent on and ended, in and out and between colleagues.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { BarFloor } from '../support/agent-bar-floor.ts';
import { exercises } from '../support/exercises.ts';

let floor: BarFloor;
beforeAll(async () => {
  floor = await BarFloor.open();
});
afterEach(() => floor.tidyUp());
afterAll(() => floor.close());

exercises(
  ['DoAnswer', 'CallInEvent', 'BridgeEvent', 'DoHangUp', 'HangupEvent', 'GetCallStatus', 'CallStatus.CALL_IN', 'cuID'],
  'a customer from the queue rings, is answered and hung up',
  async () => {
    const { centre, agent } = await floor.centre();
    const anna = await agent('2001');
    centre.customer('13800138000').call('4001');
    await centre.settled();
    expect(await anna.hears('CallInEvent')).toMatchObject({ callerID: '13800138000' });
    expect(anna.bar.GetCallStatus()).toBe(1);
    expect(anna.bar.cuID).not.toBe('');
    expect(await anna.bar.DoAnswerAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(anna.names()).toContain('BridgeEvent');
    expect(await anna.bar.DoHangUpAsync()).toMatchObject({ retCode: 0 });
    await centre.settled();
    expect(await anna.hears('HangupEvent')).toEqual({ hangupReason: 'NORMAL_CLEARING', retCode: 0 });
    expect(anna.bar.GetCallStatus()).toBe(0);
    expect(anna.statuses()).toEqual(['0', '5', '1', '2', '4']);
  },
);
