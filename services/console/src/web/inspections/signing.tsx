import { filledIn, type InspectionDetail, type SignedPaper } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Space, Tag } from "antd";
import { useState } from "react";
import { useDeed } from "../calls/deed.ts";
import { call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useInspectionWords } from "./inspection-words.ts";
import { useTeamNames } from "./names.ts";
import { PaperModal, usePapers, type Paper } from "./paper.tsx";

type Signed = InspectionDetail["signing"][number];
type Revision = Pick<Signed, "paper" | "revision">;

/** The papers that officers sign, each by an own account, once they have read what they sign (articles 26, 29): offered to whom the paper awaits. */
export function Signing({ inspection }: { inspection: InspectionDetail }) {
  const { id, authority, signing } = inspection;
  const { words } = useTexts();
  const { papers: says } = useInspectionWords();
  const may = useMay();
  const { inspector } = useSession();
  const own = inspection.team.find(({ inspectorId }) => inspectorId === inspector)?.number;
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
  const stateOf = ({ signatures, awaits, complete }: Signed) => {
    if (complete) return <Tag color="success">{says.whole}</Tag>;
    if (awaits.length === 0) return <Tag>{says.signedNoMore}</Tag>;
    const isOwn = signatures.some(({ number }) => number === own);
    return <Tag color="processing">{isOwn ? says.signedByYou : says.toSign}</Tag>;
  };
  const lineOf = (signed: Signed) => {
    const { paper, revision, signatures, missing, awaits } = signed;
    const isAwaited = own !== undefined && awaits.includes(own) && may("paper.sign", authority);
    const signers = signatures.map(({ number, at }) =>
      filledIn(says.signedAt, { who: member(number), at: timeText(at) }),
    );
    return (
      <div key={`${paper}-${revision}`}>
        <Space wrap>
          <strong>{filledIn(says.revision, { paper: words.signedPaper[paper], revision })}</strong>
          {stateOf(signed)}
          {isAwaited ? (
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
          ) : null}
        </Space>
        <div>{filledIn(says.signed, { who: signers.join(words.semicolon) })}</div>
        {awaits.length === 0 ? null : (
          <div>{filledIn(says.missing, { count: missing, who: awaits.map(member).join(words.comma) })}</div>
        )}
      </div>
    );
  };
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
