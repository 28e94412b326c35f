// All telephones of Verto clients: one SIP end for them towards the switch, on this machine.
import type { SipServer } from '@cordboard/telephony';
import { createSipServer } from '@cordboard/telephony';
import { limits } from '../../../limits.ts';
import type { Log } from '../../../log.ts';
import { VertoPhone, type PhoneOptions } from './phone.ts';

export type Phones = {
  /** One for each extension: a second one takes the place of the first, when that one has signed off. */
  open(options: Omit<PhoneOptions, 'sip' | 'place'>): Promise<VertoPhone>;
  close(phone: VertoPhone): Promise<void>;
  stop(): Promise<void>;
};

/** @param place the switch's SIP over TCP, `127.0.0.1:5060`: a browser's description of its sound is larger than a datagram should be (RFC 3261 §18.1.1). */
export async function createPhones(place: string, log: Log): Promise<Phones> {
  const host = '127.0.0.1';
  const sip: SipServer = createSipServer({
    listen: [{ transport: 'tcp', host, port: 0 }],
    domain: host,
    userAgent: 'Cordboard Verto',
    allowEvents: ['talk'],
    accounts: { ha1: () => [] },
    trunkOf: () => 'switch',
    log: (level, message, fields = {}) => log[level](fields, message),
  });
  await sip.listen();
  const phones = new Map<string, VertoPhone>();
  sip.onInvite((call) => {
    const phone = phones.get(call.localUser);
    if (phone === undefined) call.end('notFound');
    else phone.ring(call);
  });
  const close = async (phone: VertoPhone): Promise<void> => {
    if (phones.get(phone.extension) === phone) phones.delete(phone.extension);
    await phone.close();
  };
  return {
    async open(options) {
      // Both have the same Contact: signing off afterwards would take the new one off, too.
      await phones.get(options.extension)?.close();
      const phone = new VertoPhone({ ...options, sip, place });
      phones.set(options.extension, phone);
      return phone;
    },
    close,
    async stop() {
      await Promise.allSettled([...phones.values()].map((phone) => close(phone)));
      await sip.close(limits.switchGoodbyeMs);
    },
  };
}
