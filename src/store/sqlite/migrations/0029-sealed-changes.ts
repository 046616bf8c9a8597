import type { Migration } from './migration.js';

/**
 * Counts the changes of what is sealed under the secret of the gateway, so that the secret can be replaced while messages come in: only who
 * changes one of those values is in its way. Triggers see to it, as with `directory_version`.
 */
export const SEALED_CHANGES: Migration = {
  number: 29,
  name: 'sealed-changes',
  sql: `
CREATE TABLE sealed_changes (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  number INTEGER NOT NULL
) STRICT;
INSERT INTO sealed_changes (only, number) VALUES (1, 0);

${[
  ['school_keys', 'wrapped'],
  ['parties', 'connection'],
  ['credentials', 'sealed'],
  ['targets', 'settings'],
  ['gateway_secret', 'fingerprint'],
]
  .map(([table, column]) => triggers(table!, column!))
  .join('')}`,
};

function triggers(table: string, column: string): string {
  return [
    ['insert', 'INSERT', `new.${column} IS NOT NULL`],
    ['update', `UPDATE OF ${column}`, `new.${column} IS NOT old.${column}`],
    ['delete', 'DELETE', `old.${column} IS NOT NULL`],
  ]
    .map(
      ([name, event, condition]) => `CREATE TRIGGER sealed_${table}_${name} AFTER ${event} ON ${table} WHEN ${condition} BEGIN
  UPDATE sealed_changes SET number = number + 1;
END;
`,
    )
    .join('');
}
