import type { Sealer } from "@shuangsui/sealing";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Cookies } from "@shuangsui/service-kit";

/** A sign-in that a browser has begun: what is compared when it comes back, and where it goes then. */
const begunForm = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  /** When it began, Unix milliseconds. */
  at: z.number(),
});
export type Begun = z.infer<typeof begunForm>;

/** How long somebody may take to sign in, in seconds. */
const heldFor = 900;
/** How many sign-ins one browser may have begun: a tab each. */
const most = 8;
const prefix = "console-sign-in-";

/** Keeps begun sign-ins in the browser that began them, each in a sealed cookie of its own, so that tabs don't disturb each other. */
export function begunSignIns(sealer: Sealer, cookies: Cookies, now: () => Date) {
  const placeOf = (state: string) => ({ field: "sign-in", row: state });
  const nameOf = (state: string) => `${prefix}${state.slice(0, 16)}`;
  return {
    keep(request: FastifyRequest, reply: FastifyReply, begun: Begun): void {
      const held = [...cookies.read(request).keys()].filter((name) => name.startsWith(prefix));
      if (held.length >= most) for (const name of held) cookies.remove(reply, name);
      const value = sealer.seal(placeOf(begun.state), JSON.stringify(begun)).toString("base64url");
      cookies.set(reply, nameOf(begun.state), value, heldFor);
    },
    /** The sign-in of that state, where this browser began it and not too long ago. */
    find(request: FastifyRequest, state: string): Begun | undefined {
      const value = cookies.read(request).get(nameOf(state));
      if (value === undefined) return undefined;
      try {
        const text = sealer.open(placeOf(state), Buffer.from(value, "base64url"));
        const begun = begunForm.parse(JSON.parse(text));
        return now().getTime() < begun.at + heldFor * 1_000 ? begun : undefined;
      } catch {
        return undefined;
      }
    },
    drop(reply: FastifyReply, state: string): void {
      cookies.remove(reply, nameOf(state));
    },
  };
}
export type BegunSignIns = ReturnType<typeof begunSignIns>;
