/** What may be wrong with one place of what somebody hands in. Each has its sentence in the words. */
export const faultCodes = [
  "missing",
  "type",
  "choice",
  "too-long",
  "too-many",
  "text",
  "unseen",
  "control",
  "blank-ends",
  "day",
  "order",
  "code",
  "credit-code",
  "credit-code-check",
  "id-number",
  "id-number-check",
  "check-right",
  "certificate-number",
  "certificate-missing",
  "inspector-of",
  "phone",
  "territory",
  "coordinate",
  "place",
  "removal-ground",
  "twice",
  "unknown-field",
  "field-twice",
  "forbidden-field",
  "filter",
  "registered",
  "registered-as",
  "repeats-row",
  "differs",
  "unknown-certificate",
  "unknown-inspector",
  "unknown-target",
  "target-of-two-kinds",
  "unknown-builder",
  "unknown-basis",
  "samr-class",
  "repairs",
  "repair-source",
  "day-to-come",
  "day-too-early",
  "risk-rows",
  "unknown-record",
  "record-of-another-target",
  "record-repaired",
  "record-not-repairable",
  "several-records",
  "not-csv",
  "open-quote",
  "row-too-large",
  "encoding",
  "no-header",
  "column-missing",
  "column-unknown",
  "column-twice",
  "blank-heading",
  "merged-heading",
  "rounded-number",
  "formula-error",
  "formula-unkept",
  "registered-otherwise",
  "unknown-entry",
  "of-another",
  "changed-meanwhile",
  "version-missing",
  "not-changeable",
  "status-of-new",
  "other",
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** What fills the blanks of a fault's sentence. */
export type FaultValues = Readonly<Record<string, string | number>>;

/** The parameters of a schema's own check: its fault, and the sentence that the API's documentation has. */
export const because = (fault: FaultCode, error: string, values: FaultValues = {}) => ({
  error,
  params: { fault, values },
});

/** As much of a schema's issue as tells the fault. */
type Issue = { code?: string | undefined; [name: string]: unknown };

/** What stands for a value that is there, and is not looked at. */
const something: unknown = true;

/**
 * The fault that a schema's issue amounts to. `value` is what stood at its place, where that is known: where nothing did,
 * that is the fault, whatever the schema says of it.
 */
export function faultOf(issue: Issue, value = something): { fault: FaultCode; values: FaultValues } {
  if (value === undefined || value === null || value === "") return { fault: "missing", values: {} };
  switch (issue.code) {
    case "custom":
      return ownFault(issue["params"]);
    case "too_big":
      return {
        fault: issue["origin"] === "array" ? "too-many" : "too-long",
        values: { max: Number(issue["maximum"]) },
      };
    case "too_small":
      return { fault: "missing", values: {} };
    case "invalid_value":
      return { fault: "choice", values: { choices: listOf(issue["values"]) } };
    case "invalid_format":
      return { fault: issue["format"] === "date" ? "day" : "other", values: {} };
    case "invalid_type":
      return { fault: "type", values: {} };
    default:
      return { fault: "other", values: {} };
  }
}

function ownFault(params: unknown): { fault: FaultCode; values: FaultValues } {
  if (typeof params !== "object" || params === null || !("fault" in params))
    return { fault: "other", values: {} };
  const fault = faultCodes.find((code) => code === params.fault) ?? "other";
  return { fault, values: "values" in params ? (params.values as FaultValues) : {} };
}

const listOf = (values: unknown) => (Array.isArray(values) ? values.map(String).join("、") : "");
