import { z } from "zod";
import { authorityCode, id, instant, pageOf, pageQuery, text, type ProblemPlace } from "./basics.ts";
import { isIdNumber, isLuhnNumber } from "./check-digits.ts";
import { matterKind } from "./workbench.ts";

/** What is personal data in a text whatever it stands for. */
export type PersonalData = "id-number" | "mobile" | "bank-card";

/** What may stand between the digits of one number: blanks, dashes, dots, and what does not show. */
const between = /^[\s\p{Z}\p{Pd}\p{Cf}\p{M}_.·・]{1,4}$/u;
const finalX = /^[\s\p{Z}\p{Pd}\p{Cf}\p{M}_.·・]{0,4}[xX](?![a-z])/iu;
const longest = 19;
const mobileForm = /^(?:(?:00)?86)?1[3-9]\d{9}$/;
/** The ranges in which banks' cards lie: 62 and 60 of any length; else 15 digits (American Express) or 16. */
const cardForm = /^(?:6[02]\d{14,17}|3[47]\d{13}|(?:2[2-7]|3[56]|4\d|5[1-5]|6\d|9[5-6])\d{14})$/;

/**
 * The ID numbers (GB 11643, with a valid check character), mobile numbers and bank cards (Luhn) that a text holds, however they are
 * written: in full width, in other scripts' digits, with blanks or dashes between. A number is one where it is whole: eleven digits
 * out of a permit's eighteen are none.
 */
export function personalDataIn(value: string): Set<PersonalData> {
  const plain = withPlainDigits(value);
  const groups = [...plain.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({
    digits,
    from: index,
    to: index + digits.length,
  }));
  const found = new Set<PersonalData>();
  for (const [first] of groups.entries()) {
    let number = "";
    for (const [index, group] of groups.slice(first).entries()) {
      const before = groups[first + index - 1];
      if (index > 0 && !between.test(plain.slice(before?.to, group.from))) break;
      number += group.digits;
      if (number.length > longest) break;
      if (isIdNumber(number) || (finalX.test(plain.slice(group.to)) && isIdNumber(`${number}X`)))
        found.add("id-number");
      if (mobileForm.test(number)) found.add("mobile");
      if (cardForm.test(number) && isLuhnNumber(number)) found.add("bank-card");
    }
  }
  return found;
}

/** The text with every decimal digit as one of ASCII. */
function withPlainDigits(value: string): string {
  return value.normalize("NFKC").replaceAll(/(?!\d)\p{Nd}/gu, (digit) => {
    // Decimal digits lie in rows of ten, from zero on.
    const point = digit.codePointAt(0) ?? 0;
    let worth = 0;
    while (worth < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - worth - 1))) worth += 1;
    return String(worth);
  });
}

/**
 * That a reviewer, signed in as themself, lets texts pass that look like personal data, and why: POST /api/v1/text-reviews. Whoever
 * publishes one of them, another person, names the review.
 */
export const newTextReview = z.strictObject({
  texts: z.array(text(8000)).min(1).max(50),
  reason: text(500),
});
export type NewTextReview = z.infer<typeof newTextReview>;
/** A review on record; not its texts. */
export const textReview = z.object({
  id,
  authority: authorityCode,
  reviewer: z.string(),
  reason: z.string(),
  at: instant,
});
export type TextReview = z.infer<typeof textReview>;
/** What a text that waits for its review is of: a matter, as its API calls it. */
const reviewSubject = z.strictObject({ matter: matterKind.exclude(["supervision"]), id });

/**
 * That texts which look like personal data are to be public: POST /api/v1/text-review-requests. A reviewer, another person, lets them pass or
 * returns them with a reason; once they pass, the request's id is the review's that is named.
 */
export const newTextReviewRequest = z.strictObject({
  /**
   * Null where they are of something that is not there yet; of a campaign that is begun from a plan's entry it is the plan, with the entry: its
   * texts are not the plan's own.
   */
  subject: reviewSubject.extend({ entry: id.exactOptional() }).nullable(),
  /** What the client calls the form or command that was refused: what was returned there before is shown beside. Where it is left out, nothing is. */
  form: text(200).optional(),
  /** Each with its path in what was refused. */
  texts: z
    .array(z.strictObject({ path: text(200), text: text(8000) }))
    .min(1)
    .max(50),
});
export type NewTextReviewRequest = z.infer<typeof newTextReviewRequest>;

export const textReviewState = z.enum(["waiting", "passed", "returned"]);
export type TextReviewState = z.infer<typeof textReviewState>;

/** Texts that wait for a review, or had it. */
export const textReviewRequest = z.object({
  id,
  authority: authorityCode,
  subject: reviewSubject.extend({ title: z.string() }).nullable(),
  state: textReviewState,
  /** `before` is what stood there when the same form was returned the last time, else what a plan says there, or the entry from which a campaign is begun; null where that is nothing. */
  texts: z.array(z.object({ path: z.string(), text: z.string(), before: z.string().nullable() })),
  askedBy: z.string(),
  askedAt: instant,
  /** Who let them pass or returned them, when and why; null while they wait. */
  decision: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
});
export type TextReviewRequest = z.infer<typeof textReviewRequest>;

/** GET /api/v1/text-review-requests: a reviewer's authority's, everybody else's own; the newest first. */
export const textReviewRequestList = pageOf(textReviewRequest);
export const textReviewRequestQuery = pageQuery.extend({ state: textReviewState.optional() });

/** POST /api/v1/text-review-requests/{id}/decision */
export const textReviewDecision = z.strictObject({ passes: z.boolean(), reason: text(500) });
export type TextReviewDecision = z.infer<typeof textReviewDecision>;

/** The field of a body with texts that will be public: the review by which they pass. */
export const reviewed = { personalDataReview: id.optional() };

const names = {
  "id-number": "an ID number",
  mobile: "a mobile number",
  "bank-card": "a bank card's number",
} as const satisfies Record<PersonalData, string>;

/** The texts of a body that will be public and hold personal data, and where, by their paths; `*` stands for each of a list. */
export function personalTextsAt(
  body: unknown,
  paths: readonly string[],
): { place: ProblemPlace; text: string }[] {
  return paths.flatMap((path) =>
    textsAt(body, path.split("/").slice(1), "").flatMap(([place, value]) => {
      const kinds = [...personalDataIn(value)].map((kind) => names[kind]);
      return kinds.length === 0
        ? []
        : [{ place: { path: place, message: `holds ${kinds.join(" and ")}` }, text: value }];
    }),
  );
}

/** What texts a body has at a path, each with its place. */
export function textsOf(body: unknown, path: string): string[] {
  return textsAt(body, path.split("/").slice(1), "").map(([, value]) => value);
}

/** Where a body has personal data in its texts that will be public. */
export function personalDataAt(body: unknown, paths: readonly string[]): ProblemPlace[] {
  return personalTextsAt(body, paths).map(({ place }) => place);
}

function textsAt(value: unknown, [name, ...rest]: readonly string[], at: string): [string, string][] {
  if (name === undefined) return typeof value === "string" ? [[at, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  if (name !== "*") return textsAt((value as Record<string, unknown>)[name], rest, `${at}/${name}`);
  return Object.entries(value).flatMap(([key, one]) => textsAt(one, rest, `${at}/${key}`));
}
