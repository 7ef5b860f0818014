import type { InspectionDetail } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Space } from "antd";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { useInspectionWords } from "./inspection-words.ts";

/** Has what is stuck tried again at once, by whoever may. */
export function Retry({ inspection: { id, authority } }: { inspection: InspectionDetail }) {
  const { stuck } = useInspectionWords();
  const may = useMay();
  const queries = useQueryClient();
  const retry = useDeed({
    send: () => call.inspection.postInspectionsByIdRetry({ params: { id }, body: {} }),
    onSuccess: () => changed(queries, "inspection"),
  });
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
