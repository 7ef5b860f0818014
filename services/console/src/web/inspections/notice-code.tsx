import { filledIn, type InspectionDetail, type InspectionState } from "@shuangsui/contracts";
import { Button, Modal, Typography } from "antd";
import { useDeed } from "../calls/deed.ts";
import { call } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityFullName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { Qr } from "../parts/qr.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

const unnoticed: readonly InspectionState[] = [
  "drawn",
  "confirmed",
  "gone",
  "no-team",
  "lapsed",
  "cancelled",
];

/** The code by which the inspected reaches its notice, as a slip to print and to hand over with it (article 25). */
export function NoticeCode({
  inspection: { id, authority, state, targetName },
}: {
  inspection: InspectionDetail;
}) {
  const { console } = useTexts();
  const { inspectedUrl } = useSession();
  const nameOf = useAuthorityFullName();
  const may = useMay();
  const give = useDeed({
    send: () => call.inspection.postInspectionsByIdAccessCodes({ params: { id }, body: {} }),
  });
  if (unnoticed.includes(state) || !may("access-code.give", authority)) return null;
  const { data } = give;
  return (
    <Card title={console.notice.title}>
      <Typography.Paragraph>{console.notice.about}</Typography.Paragraph>
      <Button loading={give.isPending} onClick={() => give.run(null)}>
        {console.notice.give}
      </Button>
      {give.error === null ? null : <Failed error={give.error} />}
      <Modal
        open={data !== undefined}
        title={console.notice.slip}
        onCancel={() => give.reset()}
        footer={
          <div className="no-print">
            <Button onClick={() => give.reset()}>{console.shell.close}</Button>{" "}
            <Button type="primary" onClick={() => print()}>
              {console.notice.print}
            </Button>
          </div>
        }
      >
        {data === undefined ? null : (
          <div className="print-alone">
            <p>{filledIn(console.notice.to, { target: targetName })}</p>
            <p>{filledIn(console.notice.how, { authority: nameOf(authority), url: inspectedUrl })}</p>
            <div className="notice-code">
              {/* Behind `#` it reaches no server and no log on the way. */}
              <Qr text={`${inspectedUrl}/#${data.code}`} name={console.notice.qr} size={180} />
              <code className="code">{data.code}</code>
            </div>
            <p>{filledIn(console.notice.until, { until: timeText(data.expiresAt) })}</p>
          </div>
        )}
      </Modal>
    </Card>
  );
}
