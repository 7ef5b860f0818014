type Standing = {
  status: "active" | "suspended" | "left";
  certificate_valid_from: string | null;
  certificate_valid_to: string | null;
};

/**
 * Why an inspector may not inspect on a day (YYYY-MM-DD), or undefined where nothing speaks against it: in service,
 * not suspended, the certificate valid, both ends included, as far as it has them (articles 15, 25). `expired` also means
 * not yet valid.
 */
export function reasonAgainst(
  inspector: Standing,
  day: string,
): "expired" | "suspended" | "left" | undefined {
  if (inspector.status !== "active") return inspector.status;
  const { certificate_valid_from: from, certificate_valid_to: to } = inspector;
  return (from === null || from <= day) && (to === null || day <= to) ? undefined : "expired";
}
