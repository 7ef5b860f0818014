import { join } from "node:path";
import { closing, inPlace } from "../embedded/place.ts";
import { startStack, type Stack } from "../embedded/stack.ts";
import { personAt, type Person } from "../sample/people.ts";
import { planSettings } from "./growth/plans.ts";

/** Where a group measures: a stack, and a county of it whose plan is the group's alone. */
export type Site = Stack & { readonly county: string; readonly dataDir: string };

/** Who acts for the site's county at the inspection service. */
export function officialOf({ endpoints, people, county }: Site): Person {
  return personAt(endpoints.inspection, people, county);
}

/** Does work on a stack that is there for it alone. PostgreSQL can tell its plans, and does where it is asked to. */
export function onOwnStack<T>(
  log: (line: string) => void,
  work: (siteOf: (county: string) => Site) => Promise<T>,
): Promise<T> {
  return inPlace(log, async ({ folder }) => {
    const dataDir = join(folder, "data");
    const stack = await startStack({ dataDir, log, databaseSettings: planSettings });
    return closing(
      () => work((county) => ({ ...stack, county, dataDir })),
      () => stack.stop(),
    );
  });
}
