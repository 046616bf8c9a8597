import type { Migration } from './migration.js';

/**
 * Which rows of the directory changed in which of its versions, so that a process reads only those. Triggers see to it: they cannot be
 * forgotten by a new statement, and see what another program does to the file. One row per row of the directory at most.
 */
export const DIRECTORY_CHANGES: Migration = {
  number: 14,
  name: 'directory-changes',
  sql: `
-- Rows that have not changed since this migration are not in it. kind is the name of a table.
CREATE TABLE directory_changes (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX directory_changes_by_version ON directory_changes (kind, version);

${[
  ['schools', 'id'],
  ['parties', 'klantcode'],
  ['agreements', 'id'],
  ['credentials', 'id'],
  ['client_keys', 'id'],
  ['tokens', 'id'],
  ['targets', 'id'],
]
  .map(([table, id]) => triggers(table!, table!, id!))
  .join('')}
${triggers('credential_schools', 'credentials', 'credential')}

CREATE TRIGGER gateway_secret_inserted AFTER INSERT ON gateway_secret BEGIN
  UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER gateway_secret_updated AFTER UPDATE ON gateway_secret BEGIN
  UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER gateway_secret_deleted AFTER DELETE ON gateway_secret BEGIN
  UPDATE directory_version SET version = version + 1;
END;
`,
};

function triggers(table: string, kind: string, id: string): string {
  return (['insert', 'update', 'delete'] as const)
    .map((event) => {
      const marked = event === 'insert' ? ['new'] : event === 'delete' ? ['old'] : ['old', 'new'];
      return `CREATE TRIGGER directory_${table}_${event} AFTER ${event.toUpperCase()} ON ${table} BEGIN
  UPDATE directory_version SET version = version + 1;
${marked
  .map(
    (row) => `  INSERT INTO directory_changes (kind, id, version) SELECT '${kind}', ${row}.${id}, version FROM directory_version WHERE true
    ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version;`,
  )
  .join('\n')}
END;
`;
    })
    .join('');
}
