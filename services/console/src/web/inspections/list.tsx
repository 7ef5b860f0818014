import { inspectionAttention, inspectionKind, inspectionOrigin, inspectionState } from "@shuangsui/contracts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useVisibleAuthorities } from "../parts/authority.tsx";
import { Filters } from "../parts/filters.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { InspectionTable } from "./table.tsx";

/** Every inspection in sight, the most urgent first; what was looked for stands in the address. */
export function Inspections() {
  const { words, console } = useTexts();
  const search = useSearch({ from: "/inspections" });
  const navigate = useNavigate({ from: "/inspections" });
  const authorities = useVisibleAuthorities();
  const named = <Value extends string>(values: readonly Value[], names: Readonly<Record<Value, string>>) =>
    values.map((value) => ({ value, label: names[value] }));
  return (
    <Page title={console.menu.inspections}>
      <Card>
        <Filters
          filters={[
            { name: "authority", label: words.label.authority, options: authorities },
            {
              name: "state",
              label: words.label.state,
              options: named(inspectionState.options, words.inspectionState),
            },
            {
              name: "attention",
              label: words.label.attention,
              options: named(inspectionAttention.options, words.inspectionAttention),
            },
            {
              name: "kind",
              label: words.label.inspectionKind,
              options: named(inspectionKind.options, words.inspectionKind),
            },
            {
              name: "origin",
              label: words.label.origin,
              options: named(inspectionOrigin.options, words.inspectionOrigin),
            },
          ]}
          chosen={search}
          choose={(chosen) =>
            void navigate({
              search: {
                ...Object.fromEntries(
                  Object.entries(chosen).filter(([, value]) => value !== undefined && value !== ""),
                ),
                after: undefined,
              } as typeof search,
            })
          }
        />
        <InspectionTable
          query={search}
          goOn={(after) => void navigate({ search: (before) => ({ ...before, after }) })}
        />
      </Card>
    </Page>
  );
}
