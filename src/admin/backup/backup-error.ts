import { OwnError } from '../../core/own-error.js';

/** Why a backup could not be made or restored, in words for whoever asked. `no`: the file is not a whole backup. */
export class BackupError extends OwnError<'no' | 'usage' | 'failed'> {}
