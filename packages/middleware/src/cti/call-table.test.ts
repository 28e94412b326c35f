// What is kept of a user's calls.
import { expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { CallTable } from './call-table.ts';

test('parameters are joined, and of endless new ones the latest stay', () => {
  const table = new CallTable();
  table.fold({ name: 'NewCall', cid: 7, params: { first: 'a', again: 'a' } });
  table.fold({ name: 'CallParamsUpdated', cid: 7, params: { again: 'b' } });
  expect(table.calls).toEqual([{ cid: 7, params: { first: 'a', again: 'b' } }]);
  for (let n = 1; n < limits.ctiMaxParams; n += 1)
    table.fold({ name: 'CallParamsUpdated', cid: 7, params: { [`p${n}`]: n } });
  const params = table.calls[0]?.['params'] as object;
  expect(Object.keys(params)).toHaveLength(limits.ctiMaxParams);
  expect(params).toMatchObject({ again: 'b', p1: 1 });
  expect(params).not.toHaveProperty('first');
});
