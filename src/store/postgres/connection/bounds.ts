import { plain } from './trip.js';

/**
 * Begins a transaction that writes. Each statement sees what was committed before it, whichever isolation the database takes where none is said: as
 * of the first statement, what is read would be of before the locks were had.
 */
export const BEGIN = plain('BEGIN ISOLATION LEVEL READ COMMITTED');
/** Begins one that reads all as of one moment. */
export const BEGIN_READING = plain('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
export const COMMIT = plain('COMMIT');
export const ROLLBACK = plain('ROLLBACK');
