import { Link } from "@tanstack/react-router";
import { Space } from "antd";
import { Steps } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { useEntrySteps } from "./deeds.tsx";
import { EntryFields } from "./entry-fields.tsx";
import { EntryTabs } from "./entry-tabs.tsx";
import type { TargetKind } from "./names.tsx";
import { ProjectsOf } from "./projects-of.tsx";
import { OpenProposals } from "./proposals.tsx";
import type { RegisterPage, Row } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";
import { RiskClass } from "./risk-class.tsx";

/** Whom an entry is about that has a risk class (article 21). */
function targetOf({ kind, key }: RegisterPage, entry: Row): { kind: TargetKind; code: string } | undefined {
  if (kind === "entities") return { kind: "entity", code: String(entry[key]) };
  if (kind === "projects") return { kind: "project", code: String(entry[key]) };
  if (kind !== "credit-records") return undefined;
  return {
    kind: entry["targetKind"] === "project" ? "project" : "entity",
    code: String(entry["targetCode"]),
  };
}

/** One entry of a register: what it holds, what may be done with it, and how it came to stand so (article 15). */
export function Entry({ register, entry }: { register: RegisterPage; entry: Row }) {
  const { words } = useTexts();
  const { credit } = useRegistryWords();
  const target = targetOf(register, entry);
  return (
    <>
      <Steps steps={useEntrySteps(register.kind, entry)} />
      {register.kind === "entities" ? <OpenProposals creditCode={String(entry[register.key])} /> : null}
      <EntryTabs
        kind={register.kind}
        reference={String(entry[register.key])}
        version={Number(entry["version"])}
      >
        <EntryFields
          kind={register.kind}
          entry={entry}
          more={
            target === undefined
              ? []
              : [
                  {
                    key: "riskClass",
                    label: words.label.riskClass,
                    children: (
                      <div>
                        <RiskClass {...target} />
                        {register.kind === "credit-records" ? null : (
                          <Space wrap>
                            <Link to="/registry" search={{ tab: "credit-records", targetCode: target.code }}>
                              {credit.seeRecords}
                            </Link>
                            <Link to="/tips" search={{ targetCode: target.code }}>
                              {credit.seeTips}
                            </Link>
                          </Space>
                        )}
                      </div>
                    ),
                  },
                ]
          }
        />
        {register.kind === "entities" ? <ProjectsOf party={String(entry[register.key])} /> : null}
      </EntryTabs>
    </>
  );
}
