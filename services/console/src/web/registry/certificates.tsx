import { useQuery } from "@tanstack/react-query";
import { Empty, Skeleton, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";
import { valueText } from "./values.ts";

/** Whose certificate ends within 60 days, or has ended (article 13). */
export function Certificates() {
  const texts = useTexts();
  const { words, console } = texts;
  const nameOf = useAuthorityName();
  const { data, error } = useQuery(asked("registry", "getCertificatesEnding", { query: {} }));
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <Table
      rowKey="id"
      size="small"
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      locale={{ emptyText: <Empty description={console.common.empty} /> }}
      dataSource={[...data.items]}
      columns={[
        { title: words.registryField.name, dataIndex: "name" },
        { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
        { title: words.registryField.certificateNumber, dataIndex: "certificateNumber" },
        { title: words.registryField.certificateValidTo, dataIndex: "certificateValidTo" },
        {
          title: words.label.state,
          dataIndex: "stage",
          render: (stage: unknown) => <Tag>{valueText("stage", stage, texts)}</Tag>,
        },
      ]}
    />
  );
}
