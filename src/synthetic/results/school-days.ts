const DAY_MS = 86_400_000;

/** The day at a share (0 to 1) of the teaching time of a school year, from September to the end of June. Never in a weekend. */
export function dayAt(schoolYear: string, share: number): string {
  const start = Number(schoolYear.slice(0, 4));
  const [first, last] = [Date.UTC(start, 8, 1), Date.UTC(start + 1, 5, 28)];
  const day = new Date(first + Math.round(((last - first) * share) / DAY_MS) * DAY_MS);
  const weekend = { 6: 2, 0: 1 }[day.getUTCDay()] ?? 0;
  return new Date(day.getTime() + weekend * DAY_MS).toISOString().slice(0, 10);
}
