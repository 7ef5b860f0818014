import { supervisionOrder, type SupervisionSubject } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { LaterForm } from "../form/later-form.tsx";
import type { Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";

/**
 * Ordering supervision at a subordinate's matter, or at all of its work; nothing at one's own (article 4). To urge is to order it by the
 * next working day.
 */
export function useOrderStep(subject: SupervisionSubject, authority: string): readonly Step[] {
  const { console } = useTexts();
  const { authority: own } = useSession();
  const may = useMay();
  const queries = useQueryClient();
  if (authority === own || !may("supervision.order", authority)) return [];
  const of = subject.kind === "authority" ? subject.code : subject.id;
  const stepOf = (key: string, title: string, first: { workdays: number; text?: string }): Step => ({
    key,
    title,
    article: 4,
    form: (done) => (
      <LaterForm
        schema={supervisionOrder}
        draft={`${key}/${of}`}
        known={{ text: { label: console.supervision.asked } }}
        first={first}
        fixed={{ subject }}
        done={() => {
          done();
          void changed(queries, "inspection");
        }}
        send={(body, idempotencyKey) =>
          call.inspection.postSupervisionOrders({ body: supervisionOrder.parse(body), idempotencyKey })
        }
      />
    ),
  });
  return [
    stepOf("supervise", console.supervision.order, { workdays: 5 }),
    stepOf("urge", console.supervision.urge, { workdays: 1, text: console.supervision.urgeText }),
  ];
}
