import { planCommands, planDraft, scopeFilter } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import type { Values } from "../form/values.ts";
import { useTexts } from "../words/words.tsx";

/** A plan's form: a draft's, or an adjustment's with its reason (articles 17, 18). */
export function PlanForm({
  first,
  draft,
  adjusts = false,
  send,
  done,
}: {
  first: Values;
  draft: string;
  adjusts?: boolean;
  send(body: unknown, idempotencyKey: string): Promise<unknown>;
  done(): void;
}) {
  const { words, console } = useTexts();
  const may = useMay();
  const items = useQuery({
    ...asked("registry", "getItems", { query: { limit: "500" } }),
    enabled: may("registry.read"),
  });
  const filters = useQuery({
    ...asked("registry", "getFilters", { query: { limit: "500" } }),
    enabled: may("registry.read"),
  });
  // Of those that all in the authority share, by what a published scope may have (article 18).
  const ofScopes = (filters.data?.items ?? []).filter(
    ({ register, shared, query }) =>
      shared && (register === "entities" || register === "projects") && scopeFilter(query) !== undefined,
  );
  const named = (group: Readonly<Record<string, string>>) =>
    Object.entries(group).map(([value, label]) => ({ value, label }));
  return (
    <BodyForm
      schema={adjusts ? planCommands.adjust : planDraft}
      first={first}
      draft={draft}
      known={{
        personalDataReview: { hidden: true },
        id: { hidden: true },
        entries: { label: console.plan.entries },
        ...(items.data === undefined
          ? {}
          : {
              items: {
                options: items.data.items.map(({ code, name }) => ({
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
      }}
      send={send}
      done={done}
    />
  );
}
