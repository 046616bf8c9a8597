/** A step of a plan, as `EXPLAIN (FORMAT JSON)` shows it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Steps that need all the rows below them before they give one. */
const NEEDS_ALL = /^(?:Sort|Aggregate|Hash|WindowAgg)$/;
const ONE_OF_A_KIND = / = | IS NULL/;

/**
 * Where a plan goes through rows of a large table that it is not asked for: all of the table, or of an index without saying of what. Not where
 * it reads as many as are asked for, in their order, or all from a place on.
 */
export function walksOf(plan: PlanNode, isLarge: (table: string) => boolean): readonly string[] {
  return walks(plan, '', false, isLarge);
}

/** `isFew`: no more rows are taken than are asked for. */
function walks(node: PlanNode, above: string, isFew: boolean, isLarge: (table: string) => boolean): readonly string[] {
  const type = node['Node Type'];
  const table = node['Relation Name'] ?? above;
  const isFewBelow = type === 'Limit' || (isFew && !NEEDS_ALL.test(type));
  return [
    ...(isLarge(table) ? walksHere(node, table, isFew) : []),
    ...(node.Plans ?? []).flatMap((one) => walks(one, table, isFewBelow, isLarge)),
  ];
}

function walksHere(node: PlanNode, table: string, isFew: boolean): readonly string[] {
  const type = node['Node Type'];
  if (type === 'Seq Scan') return [`all of ${table}`];
  if (!/Index/.test(type)) return [];
  const { 'Index Cond': condition = '', Filter: filter } = node;
  if (ONE_OF_A_KIND.test(condition)) return [];
  if (filter === undefined && (isFew || condition !== '')) return [];
  return [`${condition === '' ? 'all' : 'a stretch'} of ${node['Index Name']}`];
}
