type Standing = {
  status: "active" | "suspended" | "left";
  certificate_valid_from: string;
  certificate_valid_to: string;
};

/**
 * Why an inspector may not inspect on a day (YYYY-MM-DD), or undefined where nothing speaks against it: in service,
 * not suspended, the certificate valid, both ends included (articles 15, 25). `expired` also means not yet valid.
 */
export function reasonAgainst(
  inspector: Standing,
  day: string,
): "expired" | "suspended" | "left" | undefined {
  if (inspector.status !== "active") return inspector.status;
  return inspector.certificate_valid_from <= day && day <= inspector.certificate_valid_to
    ? undefined
    : "expired";
}
