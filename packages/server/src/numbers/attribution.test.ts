// Numbers as people dial them and as switches tell them: what they are taken for.
import { expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { shortName } from './areas.ts';
import { Attributions } from './attribution.ts';

const attributions = new Attributions();
const suzhou = { country: 'CN', areaCode: '512' };

test.each([
  // number            area          id     local          national         e164               kind
  ['13800138000', '北京', '10', '13800138000', '13800138000', '+8613800138000', 'mobile'],
  ['13912345678', '江苏-常州', '519', '13912345678', '13912345678', '+8613912345678', 'mobile'],
  ['18612345678', '北京', '10', '18612345678', '18612345678', '+8618612345678', 'mobile'],
  ['18912345678', null, null, '18912345678', '18912345678', '+8618912345678', 'mobile'],
  ['+8613800138000', '北京', '10', '13800138000', '13800138000', '+8613800138000', 'mobile'],
  ['008613800138000', '北京', '10', '13800138000', '13800138000', '+8613800138000', 'mobile'],
  ['051265551234', '江苏-苏州', '512', '65551234', '051265551234', '+8651265551234', 'fixedLine'],
  ['+86 512 6555 1234', '江苏-苏州', '512', '65551234', '051265551234', '+8651265551234', 'fixedLine'],
  ['0512-65551234', '江苏-苏州', '512', '65551234', '051265551234', '+8651265551234', 'fixedLine'],
  ['01065550100', '北京', '10', '65550100', '01065550100', '+861065550100', 'fixedLine'],
  ['02161234567', '上海', '21', '61234567', '02161234567', '+862161234567', 'fixedLine'],
  ['02431234567', '辽宁-沈阳', '24', '31234567', '02431234567', '+862431234567', 'fixedLine'],
  ['04711234567', '内蒙古-呼和浩特', '471', '1234567', '04711234567', '+864711234567', null],
  ['04713456789', '内蒙古-呼和浩特', '471', '3456789', '04713456789', '+864713456789', 'fixedLine'],
  ['02885551234', '四川-成都', '28', '85551234', '02885551234', '+862885551234', 'fixedLine'],
  ['075525551234', '广东-深圳', '755', '25551234', '075525551234', '+8675525551234', 'fixedLine'],
  ['4008123456', '', '', '4008123456', '4008123456', '+864008123456', 'unknown'],
  ['8008123456', '', '', '8008123456', '8008123456', '+868008123456', 'unknown'],
  ['+74951234567', '俄罗斯', '', '84951234567', '84951234567', '+74951234567', 'fixedLine'],
  ['+79161234567', '俄罗斯', '', '89161234567', '89161234567', '+79161234567', 'mobile'],
  ['+12125550123', '美国', '', '2125550123', '2125550123', '+12125550123', 'unknown'],
  ['+442079460958', '英国', '', '02079460958', '02079460958', '+442079460958', 'fixedLine'],
  ['10086', '', '', '', '', '', 'unknown'],
  ['65551234', '', '', '', '', '', 'unknown'],
  ['1', '', '', '', '', '', 'unknown'],
  ['*12#', '', '', '', '', '', 'unknown'],
])('%s', (number, area, areaId, local, national, e164, lineType) => {
  const found = attributions.of(number)!;
  expect(found).toMatchObject({ local, national, e164 });
  if (lineType !== null) expect(found.lineType).toBe(lineType);
  if (area !== null) expect([found.areaName.zh, found.areaId]).toEqual([area, areaId]);
});

test('a number without its area is read in the place of the tenant', () => {
  expect(attributions.of('65551234', suzhou)).toMatchObject({
    national: '051265551234',
    areaName: { en: 'Suzhou, Jiangsu' },
  });
  expect(attributions.of('10086', suzhou)?.e164).toBe('');
});

test('of what is no number nothing is said', () => {
  for (const number of ['', 'anonymous', '9'.repeat(200)]) expect(attributions.of(number)).toBeNull();
});

test('names are short, whatever they are made of', () => {
  expect(
    ['广西南宁市', '新疆克孜勒苏柯尔克孜自治州', '黑龙江省哈尔滨市', '天津', '西藏日喀则地区、仲巴县'].map(shortName),
  ).toEqual(['广西-南宁', '新疆-克孜勒苏柯尔克孜自治州', '黑龙江-哈尔滨', '天津', '西藏-日喀则']);
});

test('what was looked up is kept, up to a bound', () => {
  const own = new Attributions('86');
  const before = own.of('13800138000');
  for (let number = 0; number < limits.attributionsKeptMax; number += 1) own.of(String(13_900_000_000 + number));
  expect(own.of('13800138000')).toEqual(before);
});
