// Where the time goes between a caller's INVITE and the agent's: what Cordboard and Asterisk say to each other, one call at a time.
import { percentile } from '../main-job/sipp-run.ts';
import { AriTap, type Passed } from './ari-tap.ts';
import { onAsterisk } from './contenders.ts';
import { load, registerAll, type Telephones } from './load.ts';

const agents = 10;
/** None is still there when the next one comes. */
const slow = { rate: 2, calls: 16, talkMs: 250 } as const;

/** @returns a table: each step's beginning after the caller's INVITE and how long it took, the medians of some calls. */
export async function wayOfACall(home: string, telephones: Telephones): Promise<string> {
  const tap = new AriTap();
  const contender = await onAsterisk(agents, home, (ariUrl) => tap.open(ariUrl));
  try {
    await registerAll(contender, agents, telephones);
    await load(contender, telephones, { ...slow, rate: 4 });
    const before = tap.passed.length;
    const { spans, lost } = await load(contender, telephones, slow);
    if (lost > 0) throw new Error(`${lost} of ${slow.calls} calls were lost one at a time`);
    return table(spans, tap.passed.slice(before));
  } finally {
    await contender.close();
    tap.close();
  }
}

const isEvent = (what: string): boolean => what.startsWith('event ');
/** Of the events, those that something waits for. */
const telling = / (?:StasisStart|ChannelStateChange|Dial)\b/u;

type Step = { readonly begins: number[]; readonly takes: number[] };

function table(spans: readonly (readonly [number, number])[], passed: readonly Passed[]): string {
  const steps = new Map<string, Step>();
  for (const [from, to] of spans) {
    const seen = new Map<string, number>();
    for (const { what, at, endAt } of passed) {
      if (at < from || at > to || (isEvent(what) && !telling.test(what))) continue;
      const times = (seen.get(what) ?? 0) + 1;
      seen.set(what, times);
      const name = times === 1 ? what : `${what} (${times})`;
      const step = steps.get(name) ?? { begins: [], takes: [] };
      steps.set(name, step);
      step.begins.push(at - from);
      if (endAt !== undefined) step.takes.push(endAt - at);
    }
  }
  const median = (values: readonly number[]): string =>
    values.length === 0 ? '' : `${percentile(values, 0.5).toFixed(1)} ms`;
  const rows = [...steps]
    // What was under way in a few calls only is not on the way.
    .filter(([, { begins }]) => begins.length > spans.length / 2)
    .toSorted(([, one], [, other]) => percentile(one.begins, 0.5) - percentile(other.begins, 0.5))
    .map(([what, { begins, takes }]) => `| ${what} | ${median(begins)} | ${median(takes)} |`);
  const perCall = (values: readonly Passed[]): string => (values.length / spans.length).toFixed(0);
  const [events, requests] = [passed.filter(({ what }) => isEvent(what)), passed.filter(({ what }) => !isEvent(what))];
  const ring = median(spans.map(([from, to]) => to - from));
  return [
    `One call at a time on Asterisk, from the caller's INVITE (medians of ${spans.length} calls, seen by something between the two that itself takes a little):`,
    '',
    '| what | begins | takes |',
    '| --- | ---: | ---: |',
    ...rows,
    `| INVITE at the agent's telephone | ${ring} | |`,
    '',
    `From its beginning to its end a call is ${perCall(requests)} requests and ${perCall(events)} events.`,
  ].join('\n');
}
