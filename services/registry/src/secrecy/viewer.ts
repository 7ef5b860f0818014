import { mayDo, type Role } from "@shuangsui/contracts";

/** Who looks at an entry. */
export type Viewer = { authority: string; roles: readonly Role[] };

/** Whether a viewer's roles need what is masked for others in an entry of that authority (articles 13, 14, 24). */
export function seesUnmasked(
  viewer: Viewer,
  entry: { authority: string },
  what: "id-number.read" | "phone.read" | "conflict.read" | "credit-person.read" | "complaint.read",
): boolean {
  return mayDo(viewer.roles, what, entry.authority === viewer.authority ? "own" : "child");
}
