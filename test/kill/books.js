import path from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';

/** What the gateway keeps, asked in SQL that both databases read: each row as a list of values, numbers as numbers. */
export async function openBooks({ data, databaseUrl }) {
  return databaseUrl === undefined ? sqliteBooks(path.join(data, 'uwlr.db')) : postgresBooks(databaseUrl);
}

function sqliteBooks(file) {
  const db = new Database(file, { readonly: true });
  return { rows: async (sql) => db.prepare(sql).raw().all(), close: async () => void db.close() };
}

/** A connection for each question: the server is stopped and started in between. */
function postgresBooks(connectionString) {
  const rows = async (text) => {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const answer = await client.query({ text, rowMode: 'array' });
      return answer.rows.map((row) => row.map((value, at) => (isNumber(answer.fields[at]) ? Number(value) : value)));
    } finally {
      await client.end();
    }
  };
  return { rows, close: async () => undefined };
}

/** Columns of int8, which node-postgres gives as text. */
function isNumber({ dataTypeID }) {
  return dataTypeID === pg.types.builtins.INT8;
}
