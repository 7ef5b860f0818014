import { filledIn, type InspectionDetail, type SignedPaper } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Space, Tag } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { useInspectionWords } from "./inspection-words.ts";
import { useTeamNames } from "./names.ts";
import { PaperModal, usePapers, type Paper } from "./paper.tsx";

type Signed = InspectionDetail["signing"][number];
type Revision = Pick<Signed, "paper" | "revision">;

/** The papers that officers sign, each by an own account, once they have read what they sign (articles 26, 29). */
export function Signing({ inspection }: { inspection: InspectionDetail }) {
  const { id, authority, signing } = inspection;
  const { words, console } = useTexts();
  const { papers: says } = useInspectionWords();
  const may = useMay();
  const { member } = useTeamNames(inspection);
  const queries = useQueryClient();
  const [reading, read] = useState<Revision | null>(null);
  const { data: papers, error, isPending, refetch } = usePapers(inspection);
  const sign = useDeed({
    send: ({ paper, revision }: Revision, idempotencyKey) =>
      call.inspection.postInspectionsByIdCommandsSign({
        params: { id },
        body: { paper, revision },
        idempotencyKey,
      }),
    onSuccess: () => {
      read(null);
      return changed(queries, "inspection");
    },
  });
  if (signing.length === 0) return null;
  const shown = reading === null ? undefined : papers?.find((paper) => isRevision(paper, reading));
  const lineOf = ({ paper, revision, signedBy, complete }: Signed) => (
    <Space key={`${paper}-${revision}`} wrap>
      <span>
        {filledIn(complete ? words.console.signedByAll : words.console.awaitsSignature, {
          paper: words.signedPaper[paper],
          revision,
          numbers: signedBy.map(member).join(words.comma),
        })}
      </span>
      <Tag color={complete ? "success" : "processing"}>
        {complete ? console.inspection.signedWhole : console.inspection.toSign}
      </Tag>
      {complete || !may("paper.sign", authority) ? null : (
        <Button
          size="small"
          loading={isPending}
          onClick={() => {
            sign.reset();
            read({ paper, revision });
          }}
        >
          {says.seeAndSign}
        </Button>
      )}
    </Space>
  );
  return (
    <Card title={words.label.signing}>
      <Space orientation="vertical">{signing.map(lineOf)}</Space>
      {error === null ? null : <Failed error={error} retry={() => void refetch()} />}
      {reading === null || isPending || error !== null || shown !== undefined ? null : (
        <Alert type="error" showIcon title={says.notFound} />
      )}
      {reading === null || shown === undefined ? null : (
        <PaperModal
          inspection={inspection}
          paper={shown}
          close={() => read(null)}
          note={
            <>
              <p className="no-print">{says.readFirst}</p>
              {sign.error === null ? null : <Failed error={sign.error} />}
            </>
          }
          action={
            <Button type="primary" loading={sign.isPending} onClick={() => sign.run(reading)}>
              {words.inspectionCommand.sign}
            </Button>
          }
        />
      )}
    </Card>
  );
}

/** Of a record and its supplements the revisions are counted apart, though they are one paper. */
function isRevision({ kind, form, revision }: Paper, wanted: { paper: SignedPaper; revision: number }) {
  const isSupplement = wanted.paper === "record-supplement";
  return (
    revision === wanted.revision &&
    kind === (isSupplement ? "record" : wanted.paper) &&
    (form === "supplement") === isSupplement
  );
}
