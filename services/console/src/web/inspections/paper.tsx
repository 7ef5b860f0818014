import { filledIn, type InspectionDetail, type InspectionPapers, type PaperKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Button, Descriptions, Modal, Space, Typography } from "antd";
import type { ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { useAuthorityFullName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useInspectionWords } from "./inspection-words.ts";
import { useItems } from "./items.ts";
import { useNamesIn } from "./names.ts";
import { inspectorsIn, paperLines, type PaperLine } from "./paper-lines.ts";

/** One version of a paper, and which paper that is. */
export type Paper = InspectionPapers["items"][number]["versions"][number] & { kind: PaperKind };

/** The papers of an inspection, each version for itself, in the order in which they were written. */
export function usePapers({ id }: Pick<InspectionDetail, "id">) {
  return useQuery({
    ...asked("inspection", "getInspectionsByIdDocuments", { params: { id } }),
    select: papersIn,
  });
}

function papersIn({ items }: InspectionPapers): Paper[] {
  return items.flatMap(({ kind, versions }) => versions.map((version) => ({ ...version, kind })));
}

/** What a paper is called, with its version where it has several. */
export function usePaperTitle(): (paper: Paper) => string {
  const { papers, paperKind } = useInspectionWords();
  return ({ kind, version, form }) =>
    [
      paperKind[kind],
      ...(form === "supplement" ? [papers.supplement] : []),
      filledIn(papers.version, { version }),
    ].join(" · ");
}

/** What a paper says, in full. */
function PaperText({ inspection, paper }: { inspection: InspectionDetail; paper: Paper }) {
  const texts = useTexts();
  const own = useInspectionWords();
  const { items } = useItems(inspection, true);
  const names = useNamesIn(inspection, items, inspectorsIn(paper.content));
  return <Lines lines={paperLines(paper.kind, paper.content, { ...texts, own }, names)} />;
}

function Lines({ lines }: { lines: readonly PaperLine[] }) {
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      styles={{ label: { width: "8em" } }}
      items={lines.map(({ label, says }, index) => ({
        key: index,
        label,
        children:
          typeof says === "string" ? (
            <p className="written">{says}</p>
          ) : (
            <Space orientation="vertical" style={{ width: "100%" }}>
              {says.map((part, at) => (
                <Lines key={at} lines={part} />
              ))}
            </Space>
          ),
      }))}
    />
  );
}

/** A paper to read and to print: of which inspection it is, what it says, who signed it when, and its hash. */
export function PaperModal({
  inspection,
  paper,
  note,
  action,
  close,
}: {
  inspection: InspectionDetail;
  paper: Paper;
  note?: ReactNode;
  /** What may be done with it once it was read. */
  action?: ReactNode;
  close(): void;
}) {
  const { console, words } = useTexts();
  const { papers } = useInspectionWords();
  const authorityOf = useAuthorityFullName();
  const titleOf = usePaperTitle();
  const { member } = useNamesIn(inspection, [], []);
  const signatures = paper.signatures?.map(({ number, at }) =>
    filledIn(papers.signedAt, { who: member(number), at: timeText(at) }),
  );
  return (
    <Modal
      open
      width={760}
      title={titleOf(paper)}
      onCancel={close}
      footer={
        <div className="no-print">
          <Button onClick={close}>{console.shell.close}</Button>{" "}
          <Button onClick={() => globalThis.print()}>{console.common.print}</Button> {action}
        </div>
      }
    >
      <div className="print-alone">
        {note}
        <p>
          {authorityOf(inspection.authority)} · {inspection.targetName} {inspection.targetCode}
          <br />
          {papers.about} <span className="number">{inspection.id}</span>
          <br />
          {papers.at} <span className="number">{timeText(paper.at)}</span>
        </p>
        <PaperText inspection={inspection} paper={paper} />
        {signatures === undefined ? null : (
          <p>
            {papers.signers} {signatures.join(words.semicolon)}
          </p>
        )}
        <Typography.Paragraph type="secondary" style={{ overflowWrap: "anywhere" }}>
          {papers.hash} <code>{paper.sha256}</code>
          <br />
          {papers.hashNote}
        </Typography.Paragraph>
      </div>
    </Modal>
  );
}

/** What somebody stated that is to be decided on: shown above the form in which it is. */
export function Stated({
  inspection,
  title,
  of,
}: {
  inspection: InspectionDetail;
  title: string;
  of(paper: Paper): boolean;
}) {
  const { papers: words } = useInspectionWords();
  const { console } = useTexts();
  const { data: papers, error, refetch } = usePapers(inspection);
  const stated = papers?.filter(of);
  return (
    <section aria-label={title} style={{ marginBlockEnd: 16 }}>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {title}
      </Typography.Title>
      {error === null ? null : (
        <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
      )}
      {stated?.length === 0 ? words.notFound : null}
      {stated?.map((paper) => (
        <PaperText key={`${paper.kind}-${paper.version}`} inspection={inspection} paper={paper} />
      ))}
    </section>
  );
}
