import { createHash } from 'node:crypto';
import type { MovedTable, Piece } from './moved-table.js';

/** How many rows a table has, and the SHA-256 (hex) of its columns and of all of its rows in the order of their key. */
export interface TableSum {
  readonly rows: number;
  readonly sha256: string;
}

/** Sums a table up as its rows come by. */
export class TableDigest {
  private readonly hash = createHash('sha256');
  private rows = 0;

  constructor({ name, columns }: MovedTable) {
    this.hash.update(`${name} ${columns.map((column) => `${column.name} ${column.kind}`).join(', ')}\n`);
  }

  add({ rows, lines }: Piece): void {
    this.rows += rows.length;
    this.hash.update(lines);
  }

  sum(): TableSum {
    return { rows: this.rows, sha256: this.hash.digest('hex') };
  }
}
