import type { MatterKind } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Space } from "antd";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useInspectionWords } from "../inspections/inspection-words.ts";
import { Failed } from "./failed.tsx";

/** Has what of a matter is stuck tried again at once, by whoever may. */
export function Retry({ kind, of: { id, authority } }: { kind: MatterKind; of: Of }) {
  const { stuck } = useInspectionWords();
  const may = useMay();
  const queries = useQueryClient();
  const retry = useDeed({ send: () => sends[kind](id), onSuccess: () => changed(queries, "inspection") });
  if (!may("stuck.retry", authority)) return null;
  return (
    <Space orientation="vertical" className="no-print">
      <Button loading={retry.isPending} onClick={() => retry.run(null)}>
        {stuck.retry}
      </Button>
      {retry.isSuccess ? <span role="status">{stuck.retried}</span> : null}
      {retry.error === null ? null : <Failed error={retry.error} />}
    </Space>
  );
}

type Of = { id: string; authority: string };

const sends = {
  plan: (id) => call.inspection.postPlansByIdRetry({ params: { id }, body: {} }),
  campaign: (id) => call.inspection.postCampaignsByIdRetry({ params: { id }, body: {} }),
  inspection: (id) => call.inspection.postInspectionsByIdRetry({ params: { id }, body: {} }),
  supervision: (id) => call.inspection.postSupervisionOrdersByIdRetry({ params: { id }, body: {} }),
} satisfies Record<MatterKind, (id: string) => Promise<unknown>>;
