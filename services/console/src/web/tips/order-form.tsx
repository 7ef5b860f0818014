import { inspectionOrder } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import type { z } from "zod";
import { call, changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import { ChosenField, InspectorsSelect } from "../registry/choosing.tsx";
import { everyItem } from "../registry/item-names.ts";
import { useTexts } from "../words/words.tsx";
import type { Tip } from "./state.tsx";

/** Orders the inspection that a tip brings about: of its origin, at its target, by these items, by a team of a lot or named with a reason (articles 2, 25). */
export function OrderForm({ tip, done }: { tip: Tip; done(): void }) {
  const { words, console } = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ordered = useRef<string>(null);
  const { id, origin, target, document } = tip;
  const items = useQuery(everyItem(target.kind));
  return (
    <BodyForm
      schema={inspectionOrder}
      draft={`${id}/order`}
      first={{ source: { document }, team: { by: "lot", officers: 2 } }}
      fixed={{ origin, target: { kind: target.kind, code: target.code }, tip: id }}
      known={{
        personalDataReview: { hidden: true },
        items: {
          options: (items.data ?? []).map(({ code, name }) => ({
            value: code,
            label: `${code} ${name}`,
          })),
        },
        inspectors: {
          shown: (
            <ChosenField key="inspectors" name={["team", "inspectors"]} label={console.field.inspectors}>
              <InspectorsSelect />
            </ChosenField>
          ),
        },
        source: { label: words.registryField.source },
        document: { label: console.tips.document },
        about: { label: console.tips.about },
        team: { label: words.label.teamBy },
      }}
      send={async (body, idempotencyKey) => {
        const inspection = await call.inspection.postInspections({
          body: body as z.input<typeof inspectionOrder>,
          idempotencyKey,
        });
        ordered.current = inspection.id;
      }}
      done={() => {
        done();
        void changed(queries, "inspection", "registry");
        if (ordered.current !== null)
          void navigate({ to: "/inspections/$id", params: { id: ordered.current } });
      }}
    />
  );
}
