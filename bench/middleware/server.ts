// The middleware as a process of its own, so that its memory and processor time are its own.
import { pino } from 'pino';
import { startMiddleware } from '../../packages/middleware/src/middleware.ts';
import { settingsSchema } from '../../packages/middleware/src/settings/settings.ts';

const [ctiUrl = '', databaseUrl = ''] = process.argv.slice(2);
const settings = settingsSchema.parse({
  http: { port: 0 },
  database: { url: databaseUrl },
  cti: { url: ctiUrl },
});
const middleware = await startMiddleware(settings, pino({ level: 'silent' }), 'bench');
process.send?.({ url: middleware.url });
process.on('message', (wish) => {
  if (wish === 'end') void middleware.close().then(() => process.exit(0));
  else {
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    process.send?.({ heldBytes: heapUsed + external, rss, cpuMs: (user + system) / 1_000 });
  }
});
