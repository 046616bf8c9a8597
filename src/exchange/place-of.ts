import type { Locator } from '../uwlr/checks/report.js';
import type { Place } from '../uwlr/findings.js';

/** Where the one element of a path stands in the message. */
export function placeOf(decoder: Locator, path: string): Place {
  return { path: `/${path}`, ...decoder.locate(path, 0) };
}
