import type { StoredResult } from '../../store/store.js';

export function testOf({ activity }: Pick<StoredResult, 'activity'>): string {
  const part = activity.part === undefined ? '' : ` / ${activity.part.name ?? activity.part.code}`;
  return `${activity.name ?? activity.code}${part}`;
}

export function figuresOf({ values }: Pick<StoredResult, 'values'>): string {
  return values.map(({ kind, value, unit }) => `${kind} ${value}${unit === undefined ? '' : ` ${unit}`}`).join(', ');
}
