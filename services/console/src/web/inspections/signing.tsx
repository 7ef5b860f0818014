import { filledIn, type InspectionDetail, type SignedPaper } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Space, Tag } from "antd";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

type Paper = InspectionDetail["signing"][number];

/** The papers that officers sign, each by an own account (articles 26, 29). */
export function Signing({ inspection: { id, authority, signing } }: { inspection: InspectionDetail }) {
  const { words, console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  const sign = useDeed({
    send: ({ paper, revision }: { paper: SignedPaper; revision: number }, idempotencyKey) =>
      call.inspection.postInspectionsByIdCommandsSign({
        params: { id },
        body: { paper, revision },
        idempotencyKey,
      }),
    onSuccess: () => changed(queries, "inspection"),
  });
  if (signing.length === 0) return null;
  const lineOf = ({ paper, revision, signedBy, complete }: Paper) => (
    <Space key={`${paper}-${revision}`} wrap>
      <span>
        {filledIn(complete ? words.console.signedByAll : words.console.awaitsSignature, {
          paper: words.signedPaper[paper],
          revision,
          numbers: signedBy.join(words.comma),
        })}
      </span>
      <Tag color={complete ? "success" : "processing"}>
        {complete ? console.inspection.signedWhole : console.inspection.toSign}
      </Tag>
      {complete || !may("paper.sign", authority) ? null : (
        <Button size="small" loading={sign.isPending} onClick={() => sign.run({ paper, revision })}>
          {words.inspectionCommand.sign}
        </Button>
      )}
    </Space>
  );
  return (
    <Card title={words.label.signing}>
      <Space orientation="vertical">{signing.map(lineOf)}</Space>
      {sign.error === null ? null : <Failed error={sign.error} />}
    </Card>
  );
}
