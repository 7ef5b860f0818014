import { filledIn } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { asked } from "../calls/services.ts";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";

/** A target's risk class today, why it is that, and by which version of the published table (article 21). */
export function RiskClass({ kind, code }: { kind: "entity" | "project"; code: string }) {
  const { words, console } = useTexts();
  const { data, error, refetch } = useQuery(
    asked("registry", "getRiskClassesByKindByCode", { params: { kind, code } }),
  );
  if (error !== null && data === undefined)
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton.Input active size="small" />;
  const reasons = data.because
    .map(({ reason, count }) => filledIn(words.riskReason[reason], { count, months: data.months }))
    .join(words.comma);
  return (
    <>
      {filledIn(console.registry.classBecause, { riskClass: words.riskClass[data.riskClass], reasons })}
      <div>{filledIn(console.registry.classTable, { table: data.table, since: data.since })}</div>
    </>
  );
}
