import type { Period, Unavailability } from "@shuangsui/contracts";

type Standing = {
  status: "active" | "suspended" | "left";
  certificate_valid_from: string | null;
  certificate_valid_to: string | null;
  leaves: readonly Period[];
};

/**
 * Why an inspector may not inspect on a day (YYYY-MM-DD), or null where nothing speaks against it: in service, not
 * suspended, the certificate valid as far as it has days, and not on leave; both ends of each are included (articles 15, 25).
 */
export function reasonAgainst(inspector: Standing, day: string): Unavailability | null {
  if (inspector.status === "left") return "withdrawn";
  if (inspector.status === "suspended") return "suspended";
  const { certificate_valid_from: from, certificate_valid_to: to } = inspector;
  if (!((from === null || from <= day) && (to === null || day <= to))) return "certificate";
  const isOnLeave = inspector.leaves.some(
    ({ from: leaving, until }) => leaving <= day && (until === null || day <= until),
  );
  return isOnLeave ? "leave" : null;
}
