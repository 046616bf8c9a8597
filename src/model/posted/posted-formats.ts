import type { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { dateTime } from '../../uwlr/grammar/dates.js';

const HAS_ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The formats of `ajv-formats`, but for `date-time`. That one takes texts that are a moment to nobody else here: the second 60, a space or a
 * small t in the middle, a zone without a colon or of 23 hours.
 */
export function addPostedFormats(ajv: Ajv2020): void {
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addFormat('date-time', (text: string) => HAS_ZONE.test(text) && dateTime.check(text) === text && !Number.isNaN(Date.parse(text)));
}
