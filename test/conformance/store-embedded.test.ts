// The store's suite on the embedded server.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storeSuite, temporaryFolder } from './store.suite.ts';

storeSuite('store on the embedded PostgreSQL', () =>
  Promise.resolve({
    settings: async () => ({ dataFolder: await temporaryFolder('embedded') }),
    async kill(dataFolder: string) {
      const pid = Number((await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
    },
    outage: null,
    close: () => Promise.resolve(),
  }),
);
