import { isProblemCode, problemEntry } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Alert, Skeleton, Table } from "antd";
import { asked } from "../calls/services.ts";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";

/** How many each entry would draw of the registers as they stand, and what publishing would refuse. */
export function Preview({ id }: { id: string }) {
  const { words, console, language } = useTexts();
  const { data, error } = useQuery(asked("inspection", "getPlansByIdPreview", { params: { id } }));
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Skeleton active />;
  const rows = data.entries.flatMap(({ entryId, title, classes, atVisitCap }) =>
    classes.map((one) => ({ key: `${entryId}-${one.riskClass}`, title, atVisitCap, ...one })),
  );
  const refusals = [...data.refusals, ...data.entries.flatMap((entry) => entry.refusals)];
  return (
    <>
      {refusals.length === 0 ? (
        <Alert type="success" showIcon title={console.plan.wouldPass} style={{ marginBlock: 12 }} />
      ) : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBlock: 12 }}
          title={console.plan.wouldRefuse}
          description={
            <ul>
              {refusals.map(({ code, detail }) => (
                <li key={code + (detail ?? "")}>
                  {isProblemCode(code) ? problemEntry(code)[language] : code}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <Table
        size="small"
        pagination={false}
        dataSource={rows}
        columns={[
          { title: words.label.title, dataIndex: "title" },
          { title: words.label.riskClass, dataIndex: "riskClass" },
          { title: words.label.population, dataIndex: "population", align: "end" },
          { title: words.label.ratio, dataIndex: "ratio", align: "end" },
          { title: words.label.quota, dataIndex: "quota", align: "end" },
          { title: console.plan.atVisitCap, dataIndex: "atVisitCap", align: "end" },
        ]}
      />
    </>
  );
}
