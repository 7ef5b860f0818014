import {
  learnAuthorities,
  mayDo,
  Problem,
  type Action,
  type Authority,
  type Role,
} from "@shuangsui/contracts";
import { createContext, use } from "react";
import { fetchOnce } from "./ahead.ts";

/** Who is signed in. */
export type Session = {
  actor: string;
  authority: string;
  roles: readonly Role[];
  /** Which inspector whoever is signed in is; null for who is none. */
  inspector: string | null;
  authorities: readonly Authority[];
  portalUrl: string;
  /** Where the QR code on a notice leads. */
  inspectedUrl: string;
};

const Current = createContext<Session | undefined>(undefined);
export const SessionProvider = Current;

/** Who is signed in. */
export function useSession(): Session {
  const session = use(Current);
  if (session === undefined) throw new RangeError("nobody is signed in");
  return session;
}

/** Whether whoever is signed in may do it at a matter of that authority, as far as the roles say; the service has the last word. */
export function useMay(): (action: Action, authority?: string) => boolean {
  const { roles, authority: own } = useSession();
  return (action, authority = own) => mayDo(roles, action, authority === own ? "own" : "child");
}

/** Asks the console who is signed in, and learns the authorities that there are. @throws Problem `caller/missing` */
export async function askSession(): Promise<Session> {
  const answer = await fetchOnce("/session", { headers: { accept: "application/json" } });
  if (answer.status === 401) throw new Problem("caller/missing");
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const session = (await answer.json()) as Session;
  learnAuthorities(session.authorities);
  return session;
}
