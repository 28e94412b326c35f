// The store's suite on Debian's PostgreSQL 15, where it is installed.
import { existsSync } from 'node:fs';
import { test } from 'vitest';
import { createDebianServer } from './debian-postgres.ts';
import { storeSuite } from './store.suite.ts';

const bin = '/usr/lib/postgresql/15/bin';

if (existsSync(bin)) {
  storeSuite('store on Debian’s PostgreSQL 15', () => createDebianServer(bin));
} else {
  console.log(`store on Debian’s PostgreSQL 15: skipped, there is no ${bin}`);
  test.skip(`there is no ${bin}`, () => undefined);
}
