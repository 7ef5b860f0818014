import { api } from "@shuangsui/contracts";
import type { Person } from "./people.ts";

/**
 * Has the demonstration's officer or expert be that inspector of the registry, so that whoever signs in so finds the work of a team. Does
 * nothing where there is no such account.
 */
export async function demonstrateMember(
  administrator: Person,
  authority: string,
  role: "officer" | "expert",
  inspector: string,
): Promise<void> {
  const identity = administrator.at(api.identity);
  let after: string | undefined;
  do {
    const page = await identity.getAccounts({ query: { authority, after, limit: 500 } });
    const account = page.items.find((one) => one.login === `demo-${role}`);
    if (account !== undefined) {
      if (account.inspector === inspector) return;
      const { id, version } = account;
      await identity.patchAccountsById({ params: { id }, ifMatch: version, body: { inspector } });
      return;
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
}
