// Telephones at a switch of another make: inside with a password, outside by the trunk; and how much of a recording it has written.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createPhone, type Phone, type PhoneStack } from '@cordboard/telephony';
import type { SwitchBench } from '../conformance/switch-bench.ts';

export type PhonePlaces = {
  /** `sip:host:port` */
  readonly server: string;
  readonly trunk: string;
  readonly password: string;
  readonly inside: PhoneStack;
  readonly outside: PhoneStack;
};

export function realPhones({
  server,
  trunk,
  password,
  inside,
  outside,
}: PhonePlaces): Pick<SwitchBench, 'extension' | 'outside' | 'close'> {
  const phones: Phone[] = [];
  const start = async (phone: Phone): Promise<Phone> => {
    phones.push(phone);
    await phone.start();
    return phone;
  };
  return {
    async extension(user) {
      const phone = await start(createPhone({ server, user, password, stack: inside }));
      await phone.register();
      return phone;
    },
    outside: (user) => start(createPhone({ server: trunk, user, stack: outside })),
    close: async () => void (await Promise.all(phones.map((phone) => phone.close()))),
  };
}

/** Of the shortest piece, at 8 kHz and 16 bits. @param folder where the switch writes pieces, named after the recording. */
export async function piecesSeconds(folder: string, path: string): Promise<number> {
  const of = basename(path, '.wav');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.replaceAll(/[^\w-]/gu, '_').includes(of));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  return files.length === 0 ? 0 : Math.min(...sizes) / 16_000;
}
