export { shownUrl } from './database-url.js';
export { type MovedSum, type MoveProgress, moveTables } from './move/move-tables.js';
export type { MoveSource, MoveTarget } from './move/sides.js';
export { reopenPostgres, withPostgresSource } from './postgres/move/postgres-source.js';
export { withPostgresTarget } from './postgres/move/postgres-target.js';
export { movedTables } from './sqlite/move/moved-tables.js';
export { isMovedAway, reopenSqlite, withSqliteSource } from './sqlite/move/sqlite-source.js';
export { withSqliteTarget } from './sqlite/move/sqlite-target.js';
