import type { Locator } from '../uwlr/checks/report.js';
import type { Place } from '../uwlr/findings.js';

/** Where the one element of a path stands in the message. */
export function placeOf(locator: Locator, path: string): Place {
  return { path: locator.pathOf?.(`/${path}`) ?? `/${path}`, ...locator.locate(path, 0) };
}
