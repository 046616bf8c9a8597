import { OwnError } from '../../core/own-error.js';
import { type RuleId, ruleOf } from '../rules.js';

/** A value that the grammar does not allow in a message. Names the place and the rule, never what stood there. */
export class EncodeError extends OwnError {
  constructor(
    /** As in a finding: `/leerresultaten_verzoek/toetsafnames/toetsafname[2]/leerlingid`. */
    readonly path: string,
    readonly rule: RuleId,
  ) {
    super('encode', `${rule} at ${path}: ${ruleOf(rule).en}`);
  }
}
