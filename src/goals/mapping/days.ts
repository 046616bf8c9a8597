import { supplied } from '../../core/supplied.js';

/** Days as `2026-08-01`, both included. Absent: no bound. */
export interface Days {
  readonly validFrom?: string;
  readonly validUntil?: string;
}

const DAY_MS = 86_400_000;

/** The days that are in both; undefined: none. */
export function bothDays(one: Days, other: Days): Days | undefined {
  const from = later(one.validFrom, other.validFrom);
  const until = earlier(one.validUntil, other.validUntil);
  return from !== undefined && until !== undefined && from > until ? undefined : daysBetween(from, until);
}

/** What remains of stretches of days without those of another one. */
export function withoutDays(stretches: readonly Days[], gone: Days): readonly Days[] {
  const before = gone.validFrom === undefined ? undefined : daysBetween(undefined, shifted(gone.validFrom, -1));
  const after = gone.validUntil === undefined ? undefined : daysBetween(shifted(gone.validUntil, 1), undefined);
  return stretches.flatMap((stretch) =>
    [before, after].flatMap((side) => {
      const left = side === undefined ? undefined : bothDays(stretch, side);
      return left === undefined ? [] : [left];
    }),
  );
}

function daysBetween(from: string | undefined, until: string | undefined): Days {
  return { ...supplied({ validFrom: from, validUntil: until }) };
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}
