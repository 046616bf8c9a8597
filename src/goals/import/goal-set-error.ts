import { OwnError } from '../../core/own-error.js';

/**
 * Why a file is no goal set. `unreadable`: no JSON or CSV in UTF-8; `format`: none of the formats; `field`: one is missing or unfit;
 * `namespace`: a URI that does not belong to the id or to the set; `duplicate`: one id twice; `dangling`: a link to a missing goal;
 * `cycle`: a goal that hangs under itself; `counts`: the file says that it holds more or less than it does; `large`: over a limit.
 */
export type GoalSetFault = 'unreadable' | 'format' | 'field' | 'namespace' | 'duplicate' | 'dangling' | 'cycle' | 'counts' | 'large';

/** A goal set that cannot be imported: nothing of it was. The message has the place and the rule, and no text of the file. */
export class GoalSetError extends OwnError<GoalSetFault> {
  constructor(
    readonly fault: GoalSetFault,
    /** `items[3].uri`, with the name of the file before it where there are more. */
    readonly place: string,
    reason: string,
  ) {
    super(fault, `${place}: ${reason}`);
  }
}
