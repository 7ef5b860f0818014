import type { SupervisionSubjectKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Card } from "../parts/page.tsx";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { useStepsOf } from "./steps-at.tsx";
import { SupervisionTable } from "./table.tsx";

/** More than one subject ever has, and as many as a page may hold. */
const most = 500;

/** The supervision orders on one subject, where there are any, and what may be done with them. */
export function SupervisionOf({ kind, id }: { kind: SupervisionSubjectKind; id: string }) {
  const { console } = useTexts();
  const may = useMay();
  const query = { subjectKind: kind, subject: id };
  const { data } = useQuery({
    ...asked("inspection", "getSupervisionOrders", { query: { ...query, limit: String(most) } }),
    enabled: may("supervision.read"),
  });
  const steps = useStepsOf(data?.items ?? []);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Card title={console.menu.supervision} extra={<Steps steps={steps} quiet />}>
      <SupervisionTable query={query} limit={most} />
    </Card>
  );
}
