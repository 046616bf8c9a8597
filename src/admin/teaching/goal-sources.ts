import { supplied } from '../../core/supplied.js';
import type { Coverage, SupplierGoal } from '../../model/goal-link.js';

/** A product of a vendor, or all that a vendor sends without saying of which product it is. */
export interface Source {
  readonly party: string;
  readonly product?: string;
}

/** How the work of a source is linked to a goal, as its asserter says. */
export interface SourceLink {
  readonly supplierGoal?: SupplierGoal;
  readonly coverage: Coverage;
  readonly assertedBy: string;
}

export function sourceKey({ party, product }: Source): string {
  return JSON.stringify([party, product]);
}

export function sourceLink({ supplierGoal, coverage, assertedBy }: SourceLink): SourceLink {
  return { ...supplied({ supplierGoal }), coverage, assertedBy };
}

/** Every one of them once. */
export function distinctLinks(links: readonly SourceLink[]): readonly SourceLink[] {
  if (links.length < 2) return links;
  return [...new Map(links.map((link) => [JSON.stringify([link.supplierGoal?.id, link.coverage, link.assertedBy]), link])).values()];
}

/** By name: never by anything that a source measured. */
export function bySource(one: Source, other: Source): number {
  return compare(one.party, other.party) || compare(one.product ?? '', other.product ?? '');
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
