// The class by itself, without a server: how pages of different ages listen to it, and what it makes of what they give it.
import { expect, test } from 'vitest';
import { AgentBar } from './index.ts';

const told = async (): Promise<void> => {
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
};

test('a page listens by on, by attachEvent with and without "on", by addEventListener and by assignment', async () => {
  const bar = new AgentBar();
  const heard: string[] = [];
  const listener = (name: string) => (_: unknown, retCode: unknown) => heard.push(`${name} ${Number(retCode)}`);
  const on = listener('on');
  bar.on('ServerResponse', on);
  const attached = listener('attachEvent');
  bar.attachEvent('onServerResponse', attached);
  bar.addEventListener('ServerResponse', listener('addEventListener'));
  bar.ServerResponse = listener('assigned');
  expect(bar.DoHold()).toBe(false);
  expect(heard).toEqual([]);
  await told();
  expect(heard).toEqual(['on -4', 'attachEvent -4', 'addEventListener -4', 'assigned -4']);
  bar.off('ServerResponse', on);
  bar.detachEvent('onServerResponse', attached);
  bar.ServerResponse = null;
  bar.DoHold();
  await told();
  expect(heard.slice(4)).toEqual(['addEventListener -4']);
  expect(bar.ServerResponse).toBeNull();
});

test('listening to what never comes is a mistake that is said', () => {
  const bar = new AgentBar();
  expect(() => bar.attachEvent('ServerRespons', () => {})).toThrow(/no event/);
  expect(() => bar.attachEvent('JSHangupEvent', () => {})).toThrow(/no event/);
});

test('two bars on one page have nothing in common', () => {
  const [one, two] = [new AgentBar(), new AgentBar()];
  one.AgentID = '1001';
  expect(two.AgentID).toBe('');
});

test('properties take text for numbers and booleans, and numbers for text', () => {
  const bar = new AgentBar();
  Object.assign(bar, {
    AgentID: 1001,
    BindExten: 'yes',
    SipPort: '5060',
    AgentStateAfterHangup: '7',
    CalloutHistory: [1],
  });
  expect([bar.AgentID, bar.BindExten, bar.SipPort, bar.AgentStateAfterHangup]).toEqual(['1001', true, 5060, 7]);
  expect(bar.CalloutHistory).toEqual(['1']);
  Object.assign(bar, { AgentID: undefined, AgentStateAfterHangup: undefined });
  expect([bar.AgentID, bar.AgentStateAfterHangup]).toEqual(['', null]);
});

test('other spellings are the same thing', async () => {
  const bar = new AgentBar();
  Object.assign(bar, { Port: '8080', WebURL: 'https://crm.example/' });
  expect([bar.ServerPort, bar.WebUrl]).toEqual(['8080', 'https://crm.example/']);
  bar.AgentID = '1001';
  bar.AgentExten = '8001';
  expect(bar.DoTransferlvrProfile('x')).toBe(false);
  expect(await bar.DoTransferlvrProfileAsync('x')).toMatchObject({ retCode: -1001 });
});

test('there is no call before there is anything', () => {
  const bar = new AgentBar();
  expect(bar.GetCallStatus()).toBe(0);
  expect(bar.agentState).toBe('AGENT_STATUS_UNKNOWN');
  expect(bar.client).toBeNull();
  expect(bar.DoConnect()).toBe(-59);
});

test('a listener that throws, and one that throws at being told so, end nothing', async () => {
  const bar = new AgentBar();
  const reasons: string[] = [];
  bar.on('SysThrowExceptionEvent', (reason) => {
    reasons.push(reason);
    throw new Error('again');
  });
  bar.on('ServerResponse', () => {
    throw new Error('the page is broken');
  });
  let heard = 0;
  bar.on('ServerResponse', () => (heard += 1));
  bar.DoHold();
  await told();
  expect([reasons, heard]).toEqual([['the page is broken'], 1]);
});
