// The figures for Prometheus: what each part of the server counts, the process itself, and how late the event loop is.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { limits } from './limits.ts';
import { metricRows } from './metrics.table.ts';

type Figures = Readonly<Record<string, number>>;
/** The counters of one part of the server; asked at every scrape. */
export type MetricSource = () => Figures | Promise<Figures>;

export type Metrics = {
  scrape(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** 99 % of the event loop's turns of the last seconds began within this time. */
  loopLagMs(): number;
  stop(): void;
};

const snake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();

const rows = new Map(metricRows.map((row) => [`${row[0]}.${row[1]}`, row]));

/** @param sources by name, which becomes part of the metric's name: `loop` and `inputs` are `cordboard_loop_inputs_total`. */
export function createMetrics(sources: Readonly<Record<string, MetricSource>>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'cordboard_' });
  const shown = new Map<string, (value: number) => void>();
  const lag = watchLoopLag();
  const lagGauge = new Gauge({
    name: 'cordboard_loop_lag_p99_ms',
    help: 'Milliseconds within which 99 % of the event loop’s turns of the last seconds began.',
    registers: [registry],
  });

  function show(source: string, counter: string, value: number): void {
    const name = `${source}.${counter}`;
    const set = shown.get(name) ?? register(registry, source, counter);
    shown.set(name, set);
    set(value);
  }

  return {
    async scrape() {
      lagGauge.set(lag.p99Ms());
      await Promise.all(
        Object.entries(sources).map(async ([source, figures]) => {
          for (const [counter, value] of Object.entries(await figures())) show(source, counter, value);
        }),
      );
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    loopLagMs: lag.p99Ms,
    stop() {
      lag.stop();
      registry.clear();
    },
  };
}

function register(registry: Registry, source: string, counter: string): (value: number) => void {
  const [, , kind, help] = rows.get(`${source}.${counter}`) ?? [source, counter, 'gauge', `${counter} of ${source}.`];
  const name = `cordboard_${snake(source)}_${snake(counter)}`;
  if (kind === 'gauge') {
    const gauge = new Gauge({ name, help, registers: [registry] });
    return (value) => gauge.set(value);
  }
  const total = new Counter({ name: `${name}_total`, help, registers: [registry] });
  return (value) => {
    total.reset();
    total.inc(value);
  };
}

type LoopLag = { readonly p99Ms: () => number; readonly stop: () => void };

/** Two windows, so that a figure is never made of the first moments of a fresh one. */
function watchLoopLag(): LoopLag {
  const histogram = monitorEventLoopDelay({ resolution: limits.loopLagResolutionMs });
  histogram.enable();
  const nanosecondsPerMs = 1_000_000;
  const read = (): number =>
    histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(99) / nanosecondsPerMs - limits.loopLagResolutionMs);
  let before = 0;
  const timer = setInterval(() => {
    before = read();
    histogram.reset();
  }, limits.loopLagWindowMs).unref();
  return {
    p99Ms: () => Math.round(Math.max(before, read()) * 10) / 10,
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
