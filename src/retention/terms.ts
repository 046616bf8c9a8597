import { DATA_CLASSES, type Terms } from '../privacy/data-class.js';
import type { SchoolTerm } from '../store/retention-store.js';

/** The terms of one school: for each class the shorter one of the gateway's and its own. */
export function termsOf(school: string, gateway: Terms, terms: readonly SchoolTerm[]): Terms {
  const own = new Map(terms.filter((term) => term.school === school).map((term) => [term.class, term.days]));
  return Object.fromEntries(DATA_CLASSES.map((name) => [name, Math.min(gateway[name], own.get(name) ?? gateway[name])])) as Terms;
}
