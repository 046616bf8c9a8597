import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from, to } from 'pg-copy-streams';
import { cellsOf } from '../../move/lines.js';
import { inPieces } from '../../move/move-tables.js';
import type { Cells, MovedTable, Piece } from '../../move/moved-table.js';

const END_OF_LINE = 0x0a;

/** A client of node-postgres. */
interface Connected {
  readonly connection: { readonly stream: Duplex };
}

function columnsOf({ columns }: MovedTable): string {
  return columns.map(({ name }) => `"${name}"`).join(', ');
}

/** Puts rows into a table. Throws the errors of PostgreSQL, of the connection, and of the rows. */
export async function copyIn(client: ClientBase, table: MovedTable, pieces: AsyncIterable<Piece>): Promise<void> {
  const lines = async function* () {
    for await (const piece of pieces) yield Buffer.from(piece.lines);
  };
  await pipeline(
    Readable.from(lines(), { objectMode: false }),
    client.query(from(`COPY "${table.name}" (${columnsOf(table)}) FROM STDIN`)),
  );
}

/**
 * All rows of a table in the order of their key. Throws the errors of PostgreSQL and of the connection. Who does not want the rest of them ends the
 * connection.
 */
export async function* copyOut(client: ClientBase, table: MovedTable): AsyncGenerator<readonly Cells[], void, undefined> {
  const key = table.key.map((column) => `"${column}"`).join(', ');
  const stream = client.query(to(`COPY (SELECT ${columnsOf(table)} FROM "${table.name}" ORDER BY ${key}) TO STDOUT`));
  const fractions = table.columns.flatMap(({ kind }, at) => (kind === 'fraction' ? [at] : []));
  let isWhole = false;
  try {
    for await (const text of wholeLines(stream)) yield* inPieces(rowsOf(text, fractions));
    isWhole = true;
  } finally {
    // PostgreSQL would go on sending, and nothing else could be asked.
    if (!isWhole) (client as unknown as Connected).connection.stream.destroy();
  }
}

/** A fraction is written as JavaScript does it: PostgreSQL writes 1e-05 for 0.00001. */
function* rowsOf(text: string, fractions: readonly number[]): Generator<Cells, void, undefined> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const row = [...cellsOf(text.slice(from, end))];
    for (const at of fractions) if (row[at] != null) row[at] = String(Number(row[at]));
    yield row;
    from = end + 1;
  }
}

/** Cut after an end of line, so that no character is cut in two either. */
async function* wholeLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let rest: Buffer[] = [];
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(END_OF_LINE) + 1;
    if (end === 0) rest.push(chunk);
    else {
      yield Buffer.concat([...rest, chunk.subarray(0, end)]).toString();
      rest = end < chunk.length ? [chunk.subarray(end)] : [];
    }
  }
}
