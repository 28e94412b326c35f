// What an agent at the real page and his customer hear of each other while he holds, mutes and types; and what is recorded of it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CordboardClient } from '@cordboard/client';
import { expect } from 'vitest';
import type { RunningServer } from '../support/running-server.ts';
import { loudestShare } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { readWav } from '../support/wav.ts';
import { customerCalls, type Customer } from './customer.ts';
import type { RealPage } from './real-page.ts';

/** Of a tone in what is heard: it is there; it is not. */
export const clear = 0.5;
export const quiet = 0.1;

export type Tones = { readonly agentHz: number; readonly customerHz: number };

/** The record of an agent's newest call with that caller, once it is there. */
export const recordOf = (watcher: CordboardClient, agentId: string, from: string) =>
  until(`the call of ${from} is on record`, async () => {
    const { calls } = await watcher.call('history.calls', { agentId });
    return calls.find((call) => call.from === from);
  });

export class PageTalk {
  readonly #agent: RealPage;
  readonly #tones: Tones;
  #customer: Customer | null = null;

  constructor(agent: RealPage, tones: Tones) {
    this.#agent = agent;
    this.#tones = tones;
  }

  /** A customer whose call rings in the page. */
  async ring(sipPort: number, from: string): Promise<Customer> {
    this.#customer = await customerCalls(sipPort, '4001', from, this.#tones.customerHz);
    await this.#agent.button('answer').waitFor();
    return this.#customer;
  }

  /** The customer of a test that is over. */
  leave(): void {
    this.#customer?.leave();
    this.#customer = null;
  }

  async bothHear(ear: Customer): Promise<void> {
    const { agentHz, customerHz } = this.#tones;
    await this.#agent.hears(customerHz, 'the customer');
    await until('the customer hears the agent', () => ear.audio.hears(agentHz) > clear, 30_000);
  }

  /** The customer has heard something since now, and nothing of the agent. */
  async agentIsNotHeard(ear: Customer): Promise<void> {
    ear.audio.forget();
    await until(
      'the customer does not hear the agent',
      () => ear.audio.heardMs > 400 && ear.audio.hears(this.#tones.agentHz) < quiet,
    );
  }

  /** Held and retrieved, muted and unmuted, and keys that reach the customer's telephone; both hear each other before and after. */
  async heldMutedAndKeyed(caller: Customer): Promise<void> {
    const { agentHz, customerHz } = this.#tones;
    const agent = this.#agent;
    await agent.button('hold').click();
    await agent.state('On hold');
    await this.agentIsNotHeard(caller);
    await until('the customer hears music', () => caller.audio.loudness() > 200 && caller.audio.hears(agentHz) < quiet);
    await agent.isSilent();
    await agent.button('retrieve').click();
    await this.bothHear(caller);

    await agent.button('mute').click();
    await agent.shows('Muted');
    await this.agentIsNotHeard(caller);
    await agent.hears(customerHz, 'the customer while muted');
    await agent.button('unmute').click();
    await this.bothHear(caller);

    await agent.button('keypad').click();
    for (const key of ['1', '5', '9'])
      await agent.page.getByRole('button', { name: new RegExp(`^\\s*${key}`) }).click();
    await until('the customer’s telephone gets the keys', () => caller.audio.digits.join('') === '159');
  }

  /** The agent on the left, the customer on the right, and neither on the other's. */
  async expectBothTracks(
    server: RunningServer,
    token: string | null | undefined,
    recordingId: string | undefined,
  ): Promise<void> {
    const { agentHz, customerHz } = this.#tones;
    const headers = { authorization: `Bearer ${token}` };
    const response = await until('the recording is kept', async () => {
      const answer = await fetch(`${server.http}/recordings/${recordingId}`, { headers });
      return answer.status === 200 ? answer : null;
    });
    const path = join(server.folder, 'fetched.wav');
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
    const [agentTrack, customerTrack] = (await readWav(path)).channels;
    expect(loudestShare(agentTrack!, agentHz)).toBeGreaterThan(clear);
    expect(loudestShare(agentTrack!, customerHz)).toBeLessThan(quiet);
    expect(loudestShare(customerTrack!, customerHz)).toBeGreaterThan(clear);
    expect(loudestShare(customerTrack!, agentHz)).toBeLessThan(quiet);
  }
}
