import { filledIn, planCommands, planDraft, scopeFilter, type PlanDetail } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { everyFilter } from "../calls/lists.ts";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import type { Values } from "../form/values.ts";
import { usePlannerWords } from "../words/planner.ts";
import { everyItem } from "../registry/item-names.ts";
import { useTexts } from "../words/words.tsx";
import { percentOf } from "./percent.ts";
import { DraftPreview } from "./preview.tsx";
import { previewable } from "./previewable.ts";

type Plan = Pick<PlanDetail, "id" | "year">;

/** A new plan's form (articles 17, 18). */
export function PlanForm(form: {
  first: Values;
  draft: string;
  send(body: unknown, idempotencyKey: string): Promise<unknown>;
  done(): void;
}) {
  return <BodyForm {...usePlanFields(false)} {...form} />;
}

/** What a plan's form asks for, and what is known of it; `plan` is the one that is written anew or adjusted. */
export function usePlanFields(adjusts: boolean, plan?: Plan) {
  const { words, console } = useTexts();
  const { caps } = usePlannerWords();
  const may = useMay();
  const items = useQuery({
    ...everyItem(),
    enabled: may("registry.read"),
  });
  const filters = useQuery({
    ...everyFilter(),
    enabled: may("registry.read"),
  });
  // Of those that all in the authority share, by what a published scope may have (article 18).
  const ofScopes = (filters.data ?? []).filter(
    ({ register, shared, query }) =>
      shared && (register === "entities" || register === "projects") && scopeFilter(query) !== undefined,
  );
  const limits = useQuery({
    ...asked("inspection", "getSettingsCaps", {}),
    enabled: may("settings.read"),
  }).data;
  const named = (group: Readonly<Record<string, string>>) =>
    Object.entries(group).map(([value, label]) => ({ value, label }));
  return {
    schema: adjusts ? planCommands.adjust : planDraft,
    subject: plan === undefined ? null : ({ matter: "plan", id: plan.id } as const),
    known: {
      personalDataReview: { hidden: true },
      id: { hidden: true },
      entries: { label: console.plan.entries },
      liftInspected: { folded: true },
      special: { folded: true },
      ...(limits === undefined
        ? {}
        : {
            ratios: { label: filledIn(caps.ratioLabel, { cap: percentOf(limits.ratio) }) },
            frequency: { label: filledIn(caps.frequencyLabel, { cap: limits.frequency }) },
          }),
      ...(items.data === undefined
        ? {}
        : {
            items: {
              options: items.data.map(({ code, name }) => ({
                value: code,
                label: `${code} ${name}`,
              })),
            },
          }),
      filter:
        ofScopes.length === 0
          ? { hidden: true }
          : {
              label: console.filters.ofScope,
              options: ofScopes.map(({ id, name, register }) => ({
                value: id,
                label: `${console.register[register]} · ${name}`,
              })),
            },
      categories: { options: named(words.category) },
      types: { options: named(words.officerType) },
      specialties: { options: named(words.specialty) },
    },
    follows: (body: Values) => (
      <DraftPreview
        body={previewable(
          { plan: plan?.id, year: body["year"] ?? plan?.year },
          body,
          (number) => `${console.plan.entries} ${number}`,
        )}
      />
    ),
  };
}
