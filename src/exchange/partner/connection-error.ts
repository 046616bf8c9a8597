import { OwnError } from '../../core/own-error.js';

/** Why a party cannot be called as things are configured. The message is ours, and holds no key, address or name of a file. */
export class ConnectionError extends OwnError {
  constructor(words: string) {
    super('connection', words);
  }
}
