import { z } from "zod";
import { because, faultCodes } from "./faults.ts";

/**
 * A text that PostgreSQL can hold and that reads as it is stored: trimmed ends, not empty, in NFC; of control characters
 * the tab and the newline alone, which a form of HTML writes as CR LF, and none that turn the direction of reading.
 */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(
      (value) => !/[\p{Cc}--[\n\t\r]]|\r(?!\n)/v.test(value),
      because("control", "contains NUL or another control character"),
    )
    .refine(
      (value) => !/[\u202A-\u202E\u2066-\u2069]/.test(value),
      because("unseen", "turns the direction of reading"),
    )
    .refine((value) => value.isWellFormed(), because("text", "is not well-formed Unicode"))
    .refine(
      (value) => value.normalize("NFC") === value,
      because("text", "is not in Unicode's normal form NFC"),
    )
    .refine(
      (value) => value.trim() === value && value.trim() !== "",
      because("blank-ends", "has blank ends"),
    );

/** From a text that may be too long, one that `text(max)` takes; what is cut off leaves a mark. */
export function shortened(value: string, max: number): string {
  return value.length <= max
    ? value
    : `${value
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\r$/, "")}…`;
}

/** Why something is done, where the reason is also published. */
export const publicReason = text(1000);

/** A UUID; one written in capitals is the same and becomes small. */
export const id = z.uuid().toLowerCase();
/** A division code by GB/T 2260. */
export const authorityCode = z.string().regex(/^\d{6}$/);
/** An instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime({ precision: 3 });
/** A day in Asia/Shanghai, YYYY-MM-DD; PostgreSQL knows no year 0000. */
export const day = z.iso.date().refine((value) => value >= "1900-01-01", because("day", "is before 1900"));
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** A ratio from 0 to 1 in decimals without superfluous zeros. */
export const ratio = z.string().regex(/^(0|1|0\.[0-9]{0,8}[1-9])$/);
/** A name as `lottery.md` allows it in strata, profiles, types and specialties. */
export const slug = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const riskClass = z.enum(["A", "B", "C", "D"]);
export const targetKind = z.enum(["entity", "project"]);

/** Why an inspection takes place (article 2). Only `draw` counts in ratios. */
export const inspectionOrigin = z.enum([
  "draw",
  "complaint",
  "data-alert",
  "referral",
  "assignment",
  "statutory",
  "follow-up",
  "review",
]);
export type InspectionOrigin = z.infer<typeof inspectionOrigin>;

/** Facts of an event or of a publication: data by name; a code stays a code. */
export const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** A whole number of a query or a cursor, in digits alone: no sign, no blank, no other base. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^(0|[1-9][0-9]{0,9})$/, "is not a whole number in digits")
    .transform(Number)
    .pipe(z.number().min(min).max(max));

export const pageQuery = z.strictObject({
  after: z.string().max(400).optional(),
  limit: wholeNumber(1, 500).default(50),
});

/** Items by their codes, separated by commas. */
export const itemCodes = z
  .string()
  .max(2_000)
  .transform((list) => list.split(","))
  .pipe(z.array(text(60)).max(30));

/** What a list's query has for its pages alone. */
export const ofPages = { after: true, limit: true } as const;
/** How a list is taken away whole: as .xlsx or CSV, headed and worded in Chinese or English. */
export const ofFiles = {
  format: z.enum(["xlsx", "csv"]).default("xlsx"),
  lang: z.enum(["zh", "en"]).default("zh"),
};
const ofFile = z.object(ofFiles);
export type FileQuery = z.output<typeof ofFile>;

/** A keyset page: `next` is the cursor of the page that follows, or null. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** Of a query: yes or no, and no where nothing is said. */
export const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

/** A page of a list that may be counted; how many there are, where that was asked: so many, or more than so many. */
export const listOf = <T extends z.ZodType>(view: T) =>
  pageOf(view).extend({ count: z.object({ number: z.number().int(), isMore: z.boolean() }).optional() });

/** Due times of a matter, each with its reason: so many working days after what began them; where none are counted, what else it follows from. */
export const dueReason = <Deadline extends string, Begin extends string>(
  deadlines: readonly [Deadline, ...Deadline[]],
  begins: readonly [Begin, ...Begin[]],
) =>
  z.object({
    deadline: z.enum(deadlines),
    due: instant,
    /** Whose day does not count; null where nothing begins it. */
    from: z.object({ what: z.enum(begins), at: instant }).nullable(),
    /** Null where no working days are counted. */
    workdays: z.number().int().nullable(),
  });

/** One place in the request that is wrong: a JSON path, or a row of an import, as the sheet counts it, with its column's letters. */
export const problemPlace = z.object({
  path: z.string().exactOptional(),
  row: z.number().exactOptional(),
  column: z.string().exactOptional(),
  /** What is wrong there, as a code. */
  fault: z.enum(faultCodes).exactOptional(),
  message: z.string(),
});
export type ProblemPlace = z.infer<typeof problemPlace>;

/** The answer to a command: done, refused with a problem's code, or still under way. */
export const commandOutcome = z.object({
  commandId: id,
  status: z.enum(["pending", "done", "refused"]),
  code: z.string().optional(),
  detail: z.string().optional(),
  /** Which places of the command, or of its subject, it was refused for. */
  errors: z.array(problemPlace).optional(),
  receivedAt: instant,
  subject: z.string(),
});
export type CommandOutcome = z.infer<typeof commandOutcome>;

export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  titleZh: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  article: z.number().optional(),
  instance: z.string().optional(),
  errors: z.array(problemPlace).optional(),
  /** How many more rows have faults than `errors` names. */
  moreRows: z.number().int().optional(),
});
