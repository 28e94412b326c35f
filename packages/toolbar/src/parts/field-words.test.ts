// Names of fields in words.
import { expect, test } from 'vitest';
import { fieldWords } from './field-words.ts';

test.each([
  ['customerNumber', 'Customer number'],
  ['order_id', 'Order id'],
  ['city', 'City'],
  ['客户编号', '客户编号'],
  ['Номер заказа', 'Номер заказа'],
  ['CRM', 'CRM'],
  ['', ''],
])('%j is shown as %j', (name, shown) => {
  expect(fieldWords(name)).toBe(shown);
});
