// What far ends of a real FreeSWITCH may try, and must not succeed in; and what they may do, and have to be let.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPhone, createPhoneStack, type PhoneStack } from '@cordboard/telephony';
import type { SwitchDriver } from '../../../packages/server/src/drivers/switch.ts';
import { Facts, music, originate, ringback, topology } from '../../conformance/switch-bench.ts';
import { extensionPassword } from '../../support/embedded-switch.ts';
import { until } from '../../support/until.ts';
import { BareTelephone, offer } from './bare-telephone.ts';
import { freeswitch, type FreeswitchInstance } from './instance.ts';

const domain = 'cordboard.test';
const make = freeswitch();
const { name, start } = make;

if (start === null) test.skip(`far ends of a real ${name} (${make.reason})`, () => {});
else
  describe(`far ends of a real ${name}`, () => {
    let stack: PhoneStack;
    let instance: FreeswitchInstance;
    let folder: string;
    let driver: SwitchDriver;
    let facts: Facts;
    let bare: BareTelephone;

    beforeAll(async () => {
      stack = createPhoneStack({ localAddress: '127.0.0.1' });
      await stack.start();
      const extensions = ['8001', '8002'];
      instance = await start({ trunk: 'outside', outsidePort: 9, extensions, extensionPassword, domain });
    }, 60_000);
    afterAll(async () => {
      await instance?.stop();
      await stack.close();
    });
    beforeEach(async () => {
      facts = new Facts();
      folder = await mkdtemp(join(tmpdir(), 'cordboard-far-ends-'));
      driver = instance.driver(folder);
      await driver.start(facts.tell);
      bare = await new BareTelephone(instance.sipPort).open();
    });
    afterEach(async () => {
      bare.close();
      await driver.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('a telephone that calls by the name of a trunk is no customer', async () => {
      const server = `sip:127.0.0.1:${instance.sipPort}`;
      const phone = createPhone({ server, user: '8001', password: extensionPassword, domain, stack });
      await phone.start();
      const call = phone.call('gw+outside');
      await call.until('ended');
      expect(facts.count('inboundCall')).toBe(0);
      await phone.close();
    });

    test('a telephone that forwards to FreeSWITCH itself makes no call, and that of nobody else', async () => {
      await bare.register('8001', domain, extensionPassword);
      bare.asked = (request, answer) => {
        if (request.startsWith('INVITE'))
          answer('302 Moved Temporarily', [`Contact: <sip:0044123@127.0.0.1:${instance.sipPort}>`]);
      };
      const wish = originate({ device: '8001' }, { from: { number: '8002', name: '' } });
      driver.wish(wish);
      await facts.next('cleared', { connectionId: wish.connectionId });
      expect(facts.count('inboundCall')).toBe(0);
    });

    test('a trunk that calls without an offer is let in, and told of as not answered before it is', async () => {
      const trunk = await new BareTelephone(instance.trunkPort).open();
      const uri = `sip:4000@127.0.0.1:${instance.trunkPort}`;
      const from = `From: <sip:13800138000@127.0.0.1>;tag=c`;
      const dialog = [from, `Call-ID: c-${trunk.address}`, `Contact: <sip:13800138000@${trunk.address}>`];
      const answer = new Promise<string>((resolve) => (trunk.answered = resolve));
      trunk.send(`INVITE ${uri}`, [...dialog, `To: <${uri}>`, 'CSeq: 1 INVITE']);
      const { callId, connectionId } = await facts.next('inboundCall');
      expect(facts.count('answered')).toBe(0);
      // Nothing can be heard before the answer.
      driver.wish(topology(callId, { [connectionId]: { ...ringback, stage: 'early' } }));
      await until('it rings', () => trunk.heard.includes('SIP/2.0 180 Ringing'));
      driver.wish(topology(callId, { [connectionId]: music }));
      const response = await answer;
      expect(response).toMatch(/^SIP\/2\.0 200[\s\S]*m=audio/u);
      const [to = ''] = /^To: .*$/mu.exec(response) ?? [];
      const [, contact = ''] = /^Contact: <([^>]+)>/mu.exec(response) ?? [];
      trunk.send(`ACK ${contact}`, [...dialog, to, 'CSeq: 1 ACK', 'Content-Type: application/sdp'], offer);
      await facts.next('answered', { connectionId });
      trunk.send(`BYE ${contact}`, [...dialog, to, 'CSeq: 2 BYE']);
      await facts.next('cleared', { connectionId });
      trunk.close();
    });

    test('a trunk may write parameters behind the number', async () => {
      const trunk = await new BareTelephone(instance.trunkPort).open();
      const uri = `sip:4000;npdi=yes@127.0.0.1:${instance.trunkPort}`;
      const dialog = ['From: <sip:13800138000@127.0.0.1>;tag=p', `Call-ID: p-${trunk.address}`, 'CSeq: 1 INVITE'];
      const lines = [...dialog, `To: <${uri}>`, `Contact: <sip:13800138000@${trunk.address}>`];
      trunk.send(`INVITE ${uri}`, [...lines, 'Content-Type: application/sdp'], offer);
      const { dialled, connectionId } = await facts.next('inboundCall');
      expect(dialled).toBe('4000');
      driver.wish({ effect: 'clear', connectionId, cause: 'normal' });
      await facts.next('cleared', { connectionId });
      trunk.close();
    });
  });
