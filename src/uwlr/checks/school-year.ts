/** Whether a school year, `2026-2027`, is made of two years that follow each other. Of any other text nothing is said. */
export function isConsecutive(schooljaar: string): boolean {
  const [, first, second] = /^([0-9]{4})-([0-9]{4})$/.exec(schooljaar) ?? [];
  return first === undefined || Number(second) === Number(first) + 1;
}
