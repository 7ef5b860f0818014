import { accountRoles, operatorToken, tokenSeconds } from "@shuangsui/contracts";
import type { People } from "../../packages/service-kit/src/testing/issuer.ts";

/** Gives the sample's and the measurements' people tokens, as identity's operator may. They are in every role unless told otherwise. */
export function peopleOf(issuer: string, operatorSecret: string): People {
  const kept = new Map<string, { token: Promise<string>; until: number }>();
  const ask = async (body: object): Promise<string> => {
    const response = await fetch(new URL("/operator/tokens", issuer), {
      method: "POST",
      headers: { authorization: `Bearer ${operatorSecret}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`identity gave no token: ${response.status}`);
    return operatorToken.parse(await response.json()).token;
  };
  return {
    tokenFor({ authority, actor, roles = accountRoles, inspector }) {
      const body = { authority, subject: actor, roles, ...(inspector === undefined ? {} : { inspector }) };
      const id = JSON.stringify(body);
      const known = kept.get(id);
      if (known !== undefined && Date.now() < known.until) return known.token;
      const token = ask(body);
      kept.set(id, { token, until: Date.now() + (tokenSeconds * 1000) / 2 });
      token.catch(() => kept.delete(id));
      return token;
    },
  };
}
