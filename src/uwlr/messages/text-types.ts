import { string } from '../grammar/strings.js';

/** Text types that several schemas of the standard declare, each for itself. */
export const tpString32 = string('tpString32', 1, 32);
export const tpString64 = string('tpString64', 1, 64);
export const tpString128 = string('tpString128', 1, 128);
export const tpString256 = string('tpString256', 1, 256);
export const tpKey = string('tpKey', 1, 256);
