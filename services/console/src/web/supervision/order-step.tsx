import { supervisionOrder, type SupervisionSubject } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import type { Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";

/** Ordering supervision at a subordinate's matter, or at all of its work; nothing at one's own (article 4). */
export function useOrderStep(subject: SupervisionSubject, authority: string): readonly Step[] {
  const { console } = useTexts();
  const { authority: own } = useSession();
  const may = useMay();
  const queries = useQueryClient();
  if (authority === own || !may("supervision.order", authority)) return [];
  const of = subject.kind === "authority" ? subject.code : subject.id;
  return [
    {
      key: "supervise",
      title: console.supervision.order,
      form: (done) => (
        <BodyForm
          schema={supervisionOrder}
          draft={`supervision/${of}`}
          known={{ text: { label: console.supervision.asked } }}
          first={{ workdays: 5 }}
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
    },
  ];
}
