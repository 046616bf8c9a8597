import { edexJaargroep } from '../../uwlr/messages/edexml-codes.js';
import type { RosterNotes } from './roster-notes.js';

export interface RosterReadOptions {
  /**
   * The school gives secondary education. Some administrations number its years 1 to 6 (spec j); that is read as 11 to 16, as
   * EDEXML has it, and noted.
   */
  readonly secondary?: boolean;
}

/** Reads single values; what cannot be kept is noted, and undefined. */
export class RosterValues {
  constructor(
    readonly notes: RosterNotes,
    private readonly options: RosterReadOptions,
  ) {}

  /** `yyyy-mm-dd` of an `xs:date`: the day as written, whatever its zone. No pupil's date has a year of five digits. */
  day(text: string | undefined, path: string): string | undefined {
    if (text === undefined) return undefined;
    const [, day] = /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9:]+)?$/.exec(text.trim()) ?? [];
    if (day === undefined) this.notes.add(path, 'value-not-allowed');
    return day;
  }

  /** A year group of EDEXML. */
  yearGroup(text: string | undefined, path: string): string | undefined {
    if (text === undefined) return undefined;
    const code = text.trim();
    if (!isYearGroup(code)) {
      this.notes.add(path, 'value-not-allowed');
      return undefined;
    }
    if (this.options.secondary !== true || !/^[1-6]$/.test(code)) return code;
    this.notes.add(path, 'read-as-secondary', 'UWLR-LG-022');
    return `1${code}`;
  }

  /** A key that something is referred to by. In 1.0 a reference may be without. */
  reference(reference: { readonly key?: string } | undefined, path: string): string | undefined {
    if (reference === undefined) return undefined;
    const key = trimmedKey(reference.key);
    if (key === undefined) this.notes.add(`${path}/@key`, 'missing-key');
    return key;
  }

  /** References to one group each. */
  references(list: Iterable<{ readonly key?: string }> | undefined, path: string): string[] {
    const keys = [...(list ?? [])].map((reference) => this.reference(reference, path));
    return [...new Set(keys.filter((key) => key !== undefined))];
  }
}

export function isYearGroup(code: string): boolean {
  return typeof edexJaargroep.check(code) === 'string';
}

/** White space around a key is not significant (EDEXML handbook); a blank one is none. */
export function trimmedKey(key: string | undefined): string | undefined {
  return key?.trim() || undefined;
}

/** An integer in the XSD: `+1` and `01` are 1. */
export function genderOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : String(Math.abs(Number(text)));
}
