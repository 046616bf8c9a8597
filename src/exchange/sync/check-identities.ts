import type { IncomingRoster } from '../../model/roster/roster.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { ExchangeLog } from '../exchange-log.js';

/**
 * Checks what telling people apart relies on, in a roster that is whole: keys trimmed, steps put together, fields that were not
 * agreed on left out. Most of it was seen in the message; this sees what none of the messages shows by itself. Adds to the findings.
 */
export function checkIdentities({ groups, learners, teachers }: IncomingRoster, log: ExchangeLog): void {
  const counts = new Map<string, { readonly rule: RuleId; readonly path: string; count: number }>();
  const report = (rule: RuleId, path: string) => {
    const known = counts.get(`${rule} ${path}`);
    if (known === undefined) counts.set(`${rule} ${path}`, { rule, path, count: 1 });
    else known.count += 1;
  };
  const known = new Set<string>();
  for (const { kind, key } of groups) {
    if (known.has(`${kind} ${key}`)) report('UWLR-LG-002', '/groepen');
    known.add(`${kind} ${key}`);
  }
  const [learnerKeys, learnerEckIds] = [new Seen(), new Seen()];
  for (const { key, eckId, group, combinedGroups } of learners) {
    if (key === undefined && eckId === undefined) report('UWLR-LG-018', '/leerlingen/leerling');
    if (learnerKeys.again(key)) report('UWLR-LG-003', '/leerlingen/leerling');
    if (learnerEckIds.again(eckId)) report('UWLR-LG-006', '/leerlingen/leerling');
    if (group !== undefined && !known.has(`base ${group}`)) report('UWLR-LG-008', '/leerlingen/leerling/groep');
    if (combinedGroups.some((combined) => !known.has(`combined ${combined}`))) {
      report('UWLR-LG-008', '/leerlingen/leerling/samengestelde_groepen');
    }
  }
  const [teacherKeys, teacherEckIds] = [new Seen(), new Seen()];
  for (const { key, eckId, groups: inGroups } of teachers) {
    if (key === undefined && eckId === undefined) report('UWLR-LG-013', '/leerkrachten/leerkracht');
    if (teacherKeys.again(key)) report('UWLR-LG-004', '/leerkrachten/leerkracht');
    if (teacherEckIds.again(eckId)) report('UWLR-LG-007', '/leerkrachten/leerkracht');
    if (inGroups.some((group) => !known.has(`${group.kind} ${group.key}`))) report('UWLR-LG-009', '/leerkrachten/leerkracht/groepen');
  }
  for (const { rule, path, count } of counts.values()) log.add(rule, { path, line: 0, column: 0 }, `${count} times`);
}

class Seen {
  readonly #values = new Set<string>();

  again(value: string | undefined): boolean {
    if (value === undefined) return false;
    const known = this.#values.has(value);
    this.#values.add(value);
    return known;
  }
}
