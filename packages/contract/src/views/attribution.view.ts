// Where a telephone number belongs, and how it is written (seed 003 §3.2.6 `area_name`, `customer_num_format_…`).
import type { Place } from '@cordboard/domain';
import { z } from 'zod';
import { make } from '../fields.ts';

export const attributionView = z
  .strictObject({
    areaId: make.text(8, 'Area code without the leading zero; empty: not known.', '512'),
    areaName: z
      .strictObject({ zh: z.string(), en: z.string() })
      .meta({ description: 'Province and city in the country of the tenant, else the country; empty: not known.' }),
    local: make.text(32, 'As it is dialled in its own area.', '65551234'),
    national: make.text(32, 'With the area code, as it is dialled in its own country.', '051265551234'),
    e164: make.text(32, 'ITU-T E.164, with the country; empty: this is not a number.', '+8651265551234'),
    lineType: z.enum(['fixedLine', 'mobile', 'unknown']),
  })
  .meta({ id: 'AttributionView', description: 'Where a number belongs, and how it is written.' });
export type AttributionView = z.output<typeof attributionView>;

/** @returns null: there is no number to say anything about. */
export type Attribution = (number: string, place: Place | undefined) => AttributionView | null;
