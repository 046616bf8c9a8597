/** One single thing that a simulated partner does wrong. What it is for: the conformance suite has to find it. */
export interface Defect {
  /** Lower case with hyphens: `klantcode-unchecked`. */
  readonly name: string;
  /** Id of the one requirement that it breaks. */
  readonly breaks: string;
  /** What the partner does, in one line: `It takes any klantcode.` */
  readonly does: string;
}
