import { supplied } from '../core/supplied.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import type { Root, ValueOf } from '../uwlr/grammar/grammar.js';
import { type Conversion, ConversionLosses } from './conversion.js';
import { fitVersion } from './fit-version.js';

/**
 * The same message in another version of UWLR, up or down, with what got lost on the way: no ECK iD in 2.1, and up to 2.2 no
 * pupil without the LAS's own key.
 */
export function convertMessage<R extends Root>(root: R, message: ValueOf<R>, to: UwlrVersion): Conversion<ValueOf<R>> {
  const losses = new ConversionLosses();
  const converted = fitVersion(root, message, to, losses);
  return { ...supplied({ message: converted }), losses: losses.list() };
}
