import type { SupervisionSubjectKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Card } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { useStepsOf } from "./steps-at.tsx";
import { SupervisionTable } from "./table.tsx";

/** The supervision orders on one subject, where there are any, and what may be done with them. */
export function SupervisionOf({ kind, id }: { kind: SupervisionSubjectKind; id: string }) {
  const { console } = useTexts();
  const may = useMay();
  const query = { subjectKind: kind, subject: id };
  const { data } = useQuery({
    ...asked("inspection", "getSupervisionOrders", { query: { ...query, limit: "20" } }),
    enabled: may("supervision.read"),
  });
  const steps = useStepsOf(data?.items ?? []);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Card title={console.menu.supervision} extra={<Steps steps={steps} quiet />}>
      <SupervisionTable query={query} limit={20} />
    </Card>
  );
}
