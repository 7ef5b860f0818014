import { authority, knownAuthorities, role } from "@shuangsui/contracts";
import type { App } from "@shuangsui/service-kit";
import { z } from "zod";
import { signedInOf } from "../sign-in/guard.ts";

/** Who is signed in, as the pages need it: GET /session. */
const sessionView = z.object({
  /** The person, by the id that commands and events name. */
  actor: z.string(),
  authority: z.string(),
  roles: z.array(role),
  /** Which inspector the person is; null for who is none. */
  inspector: z.string().nullable(),
  authorities: z.array(authority),
  /** The public portal as a browser reaches it. */
  portalUrl: z.string(),
  /** The pages of the inspected as a browser reaches them. */
  inspectedUrl: z.string(),
});

/** Tells the pages who is signed in. */
export function sessionRoutes(
  app: App,
  { portalUrl, inspectedUrl }: { portalUrl: string; inspectedUrl: string },
): void {
  app.get("/session", { schema: { hide: true, response: { 200: sessionView } } }, async (request) => {
    const { actor, authority, roles, inspector = null } = signedInOf(request);
    return {
      actor,
      authority,
      roles: [...roles],
      inspector,
      authorities: [...knownAuthorities()],
      portalUrl,
      inspectedUrl,
    };
  });
}
