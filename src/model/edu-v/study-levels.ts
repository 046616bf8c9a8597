/** Levels of primary education in SLO's curriculum data (context `basis`), by `leerjaar`. Ids that were released never change there. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['1', '82ca4442-246c-44b3-a562-7b101793feb4'],
  ['2', 'c007e4dd-a3d4-4f33-902d-778e3bbeeddb'],
  ['3', '25a2f4f4-cf91-4b16-94bc-6d9e6fad88f4'],
  ['4', '5c072b3f-7f58-40ee-9799-27981f0a6b2b'],
  ['5', 'bc213214-b83d-4673-b9c1-8fdaa63d6d56'],
  ['6', 'abfb190f-e814-46f5-a9cc-ebd53f04018e'],
  ['7', 'a4813bb6-cf63-4594-af56-6afb321723d8'],
  ['8', '95138558-9f65-4888-8ea3-8acce5eea273'],
]);

/** Id of the level that a `leerjaar` stands for; undefined for any other than those of primary education. */
export function studyLevelOf(year: string): string | undefined {
  return GROUPS.get(year.trim());
}
