/** The invented vendor that sends all messages of the bench, and its key. */
export const SENDER = { klantcode: 'BENCHEA', klantnaam: 'Meetleverancier', sleutel: 'sleutel-van-de-meetscholen-0001' };

/** BRINs that no school has: 99AA, 99AB, ... */
export function benchSchools(count) {
  return Array.from({ length: count }, (_, n) => `99${String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26))}`);
}
