import { operatorToken } from "@shuangsui/contracts";
import { peopleBy, type People } from "../../packages/service-kit/src/testing/issuer.ts";

/** Gives the sample's and the measurements' people tokens, as identity's operator may. */
export function peopleOf(issuer: string, operatorSecret: string): People {
  return peopleBy(async ({ actor, ...said }) => {
    const response = await fetch(new URL("/operator/tokens", issuer), {
      method: "POST",
      headers: { authorization: `Bearer ${operatorSecret}`, "content-type": "application/json" },
      body: JSON.stringify({ subject: actor, ...said }),
    });
    if (!response.ok) throw new Error(`identity gave no token: ${response.status}`);
    return operatorToken.parse(await response.json()).token;
  });
}
