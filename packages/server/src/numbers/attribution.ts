// Where a telephone number belongs and how it is written: forms and kind from libphonenumber, the area from its geocoding data.
import type { Attribution, AttributionView } from '@cordboard/contract';
import type { Place } from '@cordboard/domain';
import parse, {
  getCountryCallingCode,
  isSupportedCountry,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import { limits } from '../limits.ts';
import { loadAreas, type AreaNames, type Areas } from './areas.ts';

const china: Place = { country: 'CN', areaCode: '' };
const nothing = {
  areaId: '',
  areaName: { zh: '', en: '' },
  local: '',
  national: '',
  e164: '',
  lineType: 'unknown',
} as const;

/** Shorter ones are service numbers, such as `10086`, and of no area. */
const shortestLocal = 7;

const countryNames = {
  zh: new Intl.DisplayNames(['zh'], { type: 'region' }),
  en: new Intl.DisplayNames(['en'], { type: 'region' }),
};

const lineTypes: Readonly<Record<string, AttributionView['lineType']>> = { FIXED_LINE: 'fixedLine', MOBILE: 'mobile' };

export class Attributions {
  readonly #areas: Areas;
  readonly #callingCode: string;
  /** By place and number, the one used longest ago first. */
  readonly #known = new Map<string, AttributionView>();

  /** @param callingCode of the country whose areas are known, such as `86`; of other countries their name is told. */
  constructor(callingCode = '86') {
    this.#callingCode = callingCode;
    this.#areas = loadAreas(callingCode);
  }

  /**
   * @param number as it came from the switch or was dialled.
   * @param place how numbers without a country or an area are read.
   * @returns null for an empty or withheld number; empty forms where this is no number of any country.
   */
  of(number: string, place: Place = china): AttributionView | null {
    if (!/\d/u.test(number) || number.length > limits.numberMaxCharacters) return null;
    const key = `${place.country} ${place.areaCode} ${number}`;
    const known = this.#known.get(key);
    this.#known.delete(key);
    const found = known ?? this.#find(number, place);
    this.#known.set(key, found);
    if (this.#known.size > limits.attributionsKeptMax) this.#known.delete(this.#known.keys().next().value ?? '');
    return found;
  }

  #find(number: string, place: Place): AttributionView {
    const parsed = parsedIn(number, place);
    if (parsed === null) return nothing;
    const { nationalNumber, countryCallingCode } = parsed;
    const lineType = lineTypes[parsed.getType() ?? ''] ?? 'unknown';
    const national = parsed.formatNational().replaceAll(/[^\d+]/gu, '');
    const area = countryCallingCode === this.#callingCode ? this.#areas.of(nationalNumber) : null;
    const shared = lineType === 'unknown' && countryCallingCode === this.#callingCode;
    return {
      areaId: shared ? '' : (area?.code ?? ''),
      areaName: shared ? nothing.areaName : (area?.names ?? countryOf(parsed)),
      local: lineType === 'fixedLine' && area !== null ? nationalNumber.slice(area.code.length) : national,
      national,
      e164: parsed.number,
      lineType,
    };
  }
}

/**
 * Takes a fifth of a second: at the start, before there are calls.
 *
 * @param place whose country's areas are told; it may change later, the country not without a new start.
 * @returns the look-up for views.
 */
export function attributionIn({ country }: Place = china): Attribution {
  const attributions = new Attributions(isSupportedCountry(country) ? getCountryCallingCode(country) : '');
  return (number, place) => attributions.of(number, place);
}

/** In China people dial `0086` and leave the area code away; both are understood. */
function parsedIn(number: string, { country, areaCode }: Place): PhoneNumber | null {
  const code = country as CountryCode;
  const whole = parse(number, code);
  if (whole?.isValid() === true) return whole;
  const withArea = areaCode === '' || number.length < shortestLocal ? undefined : parse(`0${areaCode}${number}`, code);
  return withArea?.isValid() === true ? withArea : null;
}

function countryOf({ country }: PhoneNumber): AreaNames {
  if (country === undefined) return nothing.areaName;
  return { zh: countryNames.zh.of(country) ?? '', en: countryNames.en.of(country) ?? '' };
}
