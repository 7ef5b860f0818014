import type { CertificateStage, Period, Unavailability } from "@shuangsui/contracts";

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

/** How many days before its end a certificate's holder is warned, the latest first. */
const warnings = [
  [7, "within-7"],
  [30, "within-30"],
  [60, "within-60"],
] as const;
/** The most of them. */
export const warnedBeforeDays = 60;

/** How many days there are from one day to another (YYYY-MM-DD); below 0 where that is past. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}

/** How near a certificate's last day is (article 13): warned 60, 30 and 7 days before; past it, nobody is drawn by it. */
export function certificateStageOf(validTo: string, today: string): CertificateStage | null {
  const left = daysUntil(validTo, today);
  if (left < 0) return "expired";
  return warnings.find(([days]) => left <= days)?.[1] ?? null;
}
