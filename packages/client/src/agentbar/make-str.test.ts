// The text of parts that pages take apart at its signs.
import { expect, test } from 'vitest';
import { base64, makeStr } from './make-str.ts';

test('name, equals sign, value, hash; a semicolon at the end', () => {
  expect(makeStr({ customer_num: '8008123456', area_name: '江苏-苏州' })).toBe(
    'customer_num=8008123456#area_name=江苏-苏州#;',
  );
});

test('a value cannot end its part', () => {
  expect(makeStr({ a: 'x#b=1;', c: '' })).toBe('a=xb=1#c=#;');
});

test('what travels in base64 is UTF-8', () => {
  expect(base64('{"name":"张三"}')).toBe(Buffer.from('{"name":"张三"}').toString('base64'));
});
