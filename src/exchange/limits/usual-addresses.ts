const DAYS_MS = 30 * 86_400_000;
const MOST = 64;

/** From where parties have come with a right key in the last thirty days, as far as this process saw it. */
export class UsualAddresses {
  readonly #byParty = new Map<string, Map<string, number>>();

  constructor(private readonly now: () => number) {}

  /** Only for a party that proved who it is: nobody else can fill this. */
  add(party: string, address: string): void {
    const addresses = this.#byParty.get(party) ?? new Map<string, number>();
    this.#byParty.set(party, addresses);
    addresses.delete(address);
    addresses.set(address, this.now());
    if (addresses.size <= MOST) return;
    const [oldest] = addresses.keys();
    if (oldest !== undefined) addresses.delete(oldest);
  }

  has(party: string, address: string): boolean {
    const seen = this.#byParty.get(party)?.get(address);
    return seen !== undefined && seen > this.now() - DAYS_MS;
  }
}
