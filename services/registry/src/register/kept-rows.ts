import type { Work } from "./register.ts";
import type { Row } from "./row.ts";
import { findRows } from "./store.ts";

/** How a row stands, which is another after each write of it. */
type Standing = Pick<Row, "id" | "authority"> & { standing: string };

/** So many rows are kept; whichever was not asked for for longest goes first. */
const mostKept = 5_000;
/** For so long, in milliseconds: how a row stands may come again where a database was restored to an earlier time. */
const keptFor = 60_000;

/** Rows as they were read last, with how each stood then. What is sealed of them is kept sealed. */
export type KeptRows<R> = {
  /** Finds what `findRows` finds. PostgreSQL is asked each time what the viewer may see and how that stands; rows that stand as they did are not read again. */
  find(
    work: Work,
    order: "code" | "id",
    viewer: string,
    references: readonly string[],
  ): Promise<Map<string, R>>;
};

/** Keeps rows of a relation. `standings` is the view that says how they stand, under the same row security. */
export function keptRows<R extends Row>(relation: string, standings: string): KeptRows<R> {
  const kept = new Map<string, { standing: string; row: R; readAt: number }>();
  const knownOf = ({ id, standing }: Standing): R | undefined => {
    const known = kept.get(id);
    if (known?.standing !== standing || performance.now() - known.readAt > keptFor) return undefined;
    kept.delete(id);
    kept.set(id, known);
    return known.row;
  };
  const keep = ({ id, standing }: Standing, row: R) => {
    kept.set(id, { standing, row, readAt: performance.now() });
    if (kept.size <= mostKept) return;
    for (const [oldest] of kept) {
      kept.delete(oldest);
      break;
    }
  };
  return {
    async find(work, order, viewer, references) {
      const stand = await findRows<Standing>(work, standings, order, viewer, references);
      const found = new Map<string, R>();
      const changed = new Map<string, Standing>();
      for (const [reference, standing] of stand) {
        const row = knownOf(standing);
        if (row === undefined) changed.set(reference, standing);
        else found.set(reference, row);
      }
      if (changed.size === 0) return found;
      const ids = [...changed.values()].map(({ id }) => id);
      const rows = await findRows<R>(work, relation, "id", viewer, ids);
      for (const [reference, standing] of changed) {
        const row = rows.get(standing.id);
        if (row === undefined) continue;
        keep(standing, row);
        found.set(reference, row);
      }
      return found;
    },
  };
}
