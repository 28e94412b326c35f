// The figures of /metrics carry the names and kinds of the table, and the values of the moment.
import { afterEach, expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';

let metrics: Metrics | null = null;
afterEach(() => metrics?.stop());

test('counters and gauges are shown as the table says, others as gauges', async () => {
  let inputs = 1;
  metrics = createMetrics({
    loop: () => ({ inputs, waiting: 2 }),
    switch: () => Promise.resolve({ sip_transactionsOpen: 7 }),
  });
  await metrics.scrape();
  inputs = 5;
  const { text, contentType } = await metrics.scrape();
  expect(contentType).toContain('text/plain');
  expect(text).toContain('# TYPE cordboard_loop_inputs_total counter\ncordboard_loop_inputs_total 5\n');
  expect(text).toContain('# TYPE cordboard_loop_waiting gauge\ncordboard_loop_waiting 2\n');
  expect(text).toContain('cordboard_switch_sip_transactions_open 7\n');
  expect(text).toContain('cordboard_process_resident_memory_bytes');
  expect(text).toMatch(/cordboard_loop_lag_p99_ms \d/);
});

test('two servers in one process do not share figures', async () => {
  metrics = createMetrics({ loop: () => ({ inputs: 1 }) });
  const other = createMetrics({ loop: () => ({ inputs: 2 }) });
  expect((await metrics.scrape()).text).toContain('cordboard_loop_inputs_total 1\n');
  expect((await other.scrape()).text).toContain('cordboard_loop_inputs_total 2\n');
  other.stop();
});

test('a loop that was blocked is seen', async () => {
  const started = createMetrics({});
  metrics = started;
  const block = (): number => {
    const until = performance.now() + 120;
    while (performance.now() < until);
    return started.loopLagMs();
  };
  await expect.poll(block).toBeGreaterThan(50);
});
