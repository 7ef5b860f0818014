import { api } from "@shuangsui/contracts";
import type { Person } from "./people.ts";

/** The account by which somebody looks at the console as an officer. */
const login = "demo-officer";

/**
 * Has the demonstration's officer be that inspector of the registry, so that whoever signs in so finds the work of a team. Does nothing
 * where there is no such account.
 */
export async function demonstrateOfficer(
  administrator: Person,
  authority: string,
  inspector: string,
): Promise<void> {
  const identity = administrator.at(api.identity);
  let after: string | undefined;
  do {
    const page = await identity.getAccounts({ query: { authority, after, limit: 500 } });
    const account = page.items.find((one) => one.login === login);
    if (account !== undefined) {
      if (account.inspector === inspector) return;
      const { id, version } = account;
      await identity.patchAccountsById({ params: { id }, ifMatch: version, body: { inspector } });
      return;
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
}
