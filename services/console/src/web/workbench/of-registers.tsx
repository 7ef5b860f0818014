import { Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { Empty, Skeleton, Tag } from "antd";
import { everyOpenProposal } from "../calls/lists.ts";
import { asked } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { isAsked } from "../registry/consent.ts";
import { TargetName } from "../registry/names.tsx";
import { useRegistryWords } from "../registry/registry-words.ts";
import { useTexts } from "../words/words.tsx";

/** So many of these are asked for; where there are more it is said, with the way to them. */
const most = 100;

/** What waits for a clerk of the registers: consent to a proposal, a checked import, a certificate that ends (articles 5, 10, 13). */
export function RegisterTodos() {
  const { words, console } = useTexts();
  const { todo: says, proposals: proposalWords } = useRegistryWords();
  const { authority } = useSession();
  const proposals = useQuery(everyOpenProposal());
  const imports = useQuery(asked("registry", "getImports", { query: { limit: most } }));
  const certificates = useQuery(
    asked("registry", "getCertificatesEnding", { query: { authority, limit: most } }),
  );
  const all = [proposals, imports, certificates];
  const failed = all.find(({ error, data }) => error !== null && data === undefined);
  const lines = [
    ...(proposals.data ?? [])
      .filter((one) => isAsked(one, authority))
      .map(({ id, creditCode }) => ({
        ...{ id, tag: proposalWords.title },
        link: (
          <Link to="/registry" search={{ tab: "proposals", entry: id }}>
            <TargetName code={creditCode} kind="entity" />
          </Link>
        ),
      })),
    ...(imports.data?.items ?? [])
      .filter(({ state }) => state === "checked")
      .map(({ id, fileName, register }) => ({
        ...{ id, tag: says.toApply },
        link: (
          <Link to="/imports/$id" params={{ id }} className="name">
            {console.register[register]} {fileName}
          </Link>
        ),
      })),
    ...(certificates.data?.items ?? []).map(({ inspectorId, name, validTo, stage }) => ({
      ...{ id: inspectorId, tag: words.certificateStage[stage] },
      link: (
        <Link to="/registry/$kind/$id" params={{ kind: "inspectors", id: inspectorId }} className="name">
          {name} {words.registryField.certificateValidTo} <span className="number">{validTo}</span>
        </Link>
      ),
    })),
  ];
  return (
    <Card title={says.title}>
      {failed === undefined ? null : (
        <Failed
          error={failed.error}
          title={console.failed.loadTitle}
          retry={() => void Promise.all(all.filter(({ isError }) => isError).map((one) => one.refetch()))}
        />
      )}
      {failed === undefined && all.some(({ data }) => data === undefined) ? (
        <Skeleton active aria-label={console.common.loading} />
      ) : null}
      {lines.length === 0 && all.every(({ data }) => data !== undefined) ? (
        <Empty description={console.workbench.nothing} />
      ) : null}
      <ul className="narrow-list">
        {lines.map(({ id, tag, link }) => (
          <li key={id}>
            <Tag color="processing">{tag}</Tag>
            {link}
          </li>
        ))}
        {(imports.data?.next ?? null) === null ? null : (
          <li>
            <Link to="/imports">{console.imports.all}</Link>
          </li>
        )}
        {(certificates.data?.next ?? null) === null ? null : (
          <li>
            <Link to="/registry" search={{ tab: "certificates" }}>
              {console.board.allOfThem}
            </Link>
          </li>
        )}
      </ul>
    </Card>
  );
}
