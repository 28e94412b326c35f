// A customer on the telephone: sipp for the signalling, an RtpProbe for his voice and ear.
import { freePort } from '../support/running-server.ts';
import { RtpProbe } from '../support/rtp-probe.ts';
import { callerScenario, sipp, type SippRun } from './sipp.ts';

export type Customer = { readonly audio: RtpProbe; readonly sip: SippRun; leave(): void };

/** Calls `number`; speaks a tone of `speaksHz`; stays until he is hung up. */
export async function customerCalls(
  sipPort: number,
  number: string,
  from: string,
  speaksHz: number,
): Promise<Customer> {
  const audio = await RtpProbe.open(speaksHz);
  const sip = await sipp({
    scenario: callerScenario,
    server: `127.0.0.1:${sipPort}`,
    localPort: await freePort(),
    service: number,
    keys: { from, rtp: audio.port },
  });
  let left = false;
  return {
    audio,
    sip,
    leave() {
      if (left) return;
      left = true;
      sip.stop();
      audio.close();
    },
  };
}
