// The store's suite on the embedded server.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storeSuite, temporaryFolder } from './store.suite.ts';

storeSuite('store on the embedded PostgreSQL', async () => {
  const dataFolder = await temporaryFolder('embedded');
  return {
    settings: () => Promise.resolve({ dataFolder }),
    async kill() {
      const pid = Number((await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
    },
    outage: null,
    close: () => rm(dataFolder, { recursive: true }),
  };
});
