import { certificateStage, type CertificateStage, type endingCertificate } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Tag } from "antd";
import type { z } from "zod";
import { asked } from "../calls/services.ts";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { ExportButtons } from "../parts/export-buttons.tsx";
import { Filters } from "../parts/filters.tsx";
import { useNarrowed } from "../parts/in-view.ts";
import { ListTable } from "../parts/list-table.tsx";
import { useTexts } from "../words/words.tsx";

type Ending = z.infer<typeof endingCertificate>;

/** Whose certificate ends within 60 days, or has ended (article 13). */
export function Certificates() {
  const { words } = useTexts();
  const nameOf = useAuthorityName();
  const authorities = useVisibleAuthorities();
  const { status, authority, after, as } = useSearch({ from: "/registry" });
  const navigate = useNavigate({ from: "/registry" });
  const narrowed = useNarrowed({ stage: certificateStage.safeParse(status).data, authority, as });
  const found = useQuery({
    ...asked("registry", "getCertificatesEnding", { query: { ...narrowed, after } }),
    placeholderData: (before) => before,
  });
  return (
    <>
      <Filters
        filters={[
          {
            name: "status",
            label: words.label.state,
            options: certificateStage.options.map((value) => ({
              value,
              label: words.certificateStage[value],
            })),
          },
          { name: "authority", label: words.label.authority, options: authorities },
        ]}
        chosen={{ status, authority }}
        choose={(chosen) => void navigate({ search: { tab: "certificates", ...chosen } })}
      >
        <ExportButtons list="certificates/ending" query={narrowed} />
      </Filters>
      <ListTable<Ending>
        found={found}
        rowKey="inspectorId"
        width={760}
        columns={[
          {
            title: words.registryField.name,
            render: (_: unknown, { name, inspectorId }) => (
              <Link to="/registry/$kind/$id" params={{ kind: "inspectors", id: inspectorId }}>
                {name}
              </Link>
            ),
          },
          { title: words.label.authority, dataIndex: "authority", render: (code: string) => nameOf(code) },
          { title: words.registryField.certificateNumber, dataIndex: "certificateNumber" },
          { title: words.registryField.certificateValidTo, dataIndex: "validTo" },
          {
            title: words.label.state,
            dataIndex: "stage",
            render: (one: CertificateStage) => <Tag>{words.certificateStage[one]}</Tag>,
          },
        ]}
      />
    </>
  );
}
