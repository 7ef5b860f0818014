import type { CertificateStage } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Empty, Skeleton, Space, Table, Tag } from "antd";
import { asked } from "../calls/services.ts";
import { useAuthorityName } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Failed } from "../parts/failed.tsx";
import { useTexts } from "../words/words.tsx";

/** Whose certificate ends within 60 days, or has ended (article 13). */
export function Certificates() {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const { data, error } = useQuery(asked("registry", "getCertificatesEnding", { query: {} }));
  if (error !== null) return <Failed error={error} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Space style={{ marginBlockEnd: 12 }}>
        <ExportButtons list="certificates/ending" />
      </Space>
      <Table
        rowKey="inspectorId"
        size="small"
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        locale={{ emptyText: <Empty description={console.common.empty} /> }}
        dataSource={[...data.items]}
        columns={[
          { title: words.registryField.name, dataIndex: "name" },
          { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
          { title: words.registryField.certificateNumber, dataIndex: "certificateNumber" },
          { title: words.registryField.certificateValidTo, dataIndex: "validTo" },
          {
            title: words.label.state,
            dataIndex: "stage",
            render: (stage: CertificateStage) => <Tag>{words.certificateStage[stage]}</Tag>,
          },
        ]}
      />
    </>
  );
}
