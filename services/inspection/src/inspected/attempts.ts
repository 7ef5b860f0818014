import { Problem } from "@shuangsui/contracts";

/** How often an address may fail, and within which time, milliseconds. */
const most = 10;
const withinMs = 10 * 60_000;
/** How many addresses are remembered; whoever is forgotten begins anew. A code has 100 bits: this only spares the database. */
const mostAddresses = 10_000;

/** Counts failed codes by address. */
export type Attempts = {
  /** @throws Problem `access-code/too-many` */
  require(address: string): void;
  failed(address: string): void;
};

export function createAttempts(now: () => Date = () => new Date()): Attempts {
  const failures = new Map<string, { count: number; from: number }>();
  const recent = (address: string) => {
    const known = failures.get(address);
    return known !== undefined && now().getTime() - known.from < withinMs ? known : undefined;
  };
  return {
    require(address) {
      if ((recent(address)?.count ?? 0) >= most) throw new Problem("access-code/too-many");
    },
    failed(address) {
      const known = recent(address) ?? { count: 0, from: now().getTime() };
      if (failures.size >= mostAddresses)
        for (const [oldest] of failures) {
          failures.delete(oldest);
          break;
        }
      failures.set(address, { ...known, count: known.count + 1 });
    },
  };
}
