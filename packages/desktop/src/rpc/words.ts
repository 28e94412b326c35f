// A happening in the words of one generation of the wire: positions in the draft, one object in version 6.
import { ipscEvents, type Happening, type IpscEventRow, type IpscProfile } from '@cordboard/contract/dialects/ipsc';

export type Words = { readonly method: string; readonly params: readonly unknown[] };

/** @returns null: this generation has no word for it. */
export function wordsOf(profile: IpscProfile, { name, detail }: Happening, queueEventName: string): Words | null {
  const row = ipscEvents[name] as IpscEventRow<Happening['detail']>;
  const worded = row[profile];
  if (worded === null) return null;
  const values = worded.values(detail);
  const method = worded.method === 'onQueueInfoReceived' ? queueEventName : worded.method;
  if (profile === 'draft') return { method, params: values };
  return { method, params: [Object.fromEntries(worded.carries.map((key, index) => [key, values[index]]))] };
}
