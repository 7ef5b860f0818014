import {
  approvalForm,
  inspectionCommands,
  type InspectionCommandType,
  type InspectionDetail,
} from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useNow } from "../calls/clock.ts";
import { call, asked } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import type { Known } from "../form/fields.tsx";
import { localOf } from "../form/values.ts";
import { useTexts } from "../words/words.tsx";
import { useInspectionWords } from "./inspection-words.ts";
import { useItems } from "./items.ts";
import { useTeamNames } from "./names.ts";
import { Stated } from "./paper.tsx";
import { RecordEntries } from "./record-entries.tsx";
import { reportDraft } from "./report-draft.ts";

type Step = InspectionCommandType | "approve";
/** Nobody is there to sign where nobody was found. */
const notFound = { at: ["conduct", "kind"], is: "not-found" } as const;

/** The form of one step of an inspection, made of the schema of what is sent. */
export function CommandForm({
  inspection,
  command,
  done,
}: {
  inspection: InspectionDetail;
  command: Step;
  done(): void;
}) {
  const { words, console } = useTexts();
  const own = useInspectionWords();
  const { items, isLoading } = useItems(inspection, ["record", "report"].includes(command));
  const papers = useQuery({
    ...asked("inspection", "getInspectionsByIdDocuments", { params: { id: inspection.id } }),
    enabled: command === "report",
  });
  const now = useNow();
  const { member } = useTeamNames(inspection);
  const members = inspection.team.map(({ number, kind }) => ({
    value: number,
    label: `${member(number)} · ${words.inspectorKind[kind]}`,
  }));
  const findings = inspection.findings.map(({ id, description }) => ({ value: id, label: description }));
  const known: Known = {
    personalDataReview: { hidden: true },
    number: command === "replace" || command === "recuse" ? { options: members } : {},
    shownCertificates: { options: members },
    ...(command === "record"
      ? {
          entries: { shown: <RecordEntries items={items} /> },
          findings: { shown: null },
          target: { unless: notFound },
        }
      : {}),
    findingId: { options: findings },
    ...(command === "answer" ? { findings: { options: findings } } : {}),
  };
  const at = { id: inspection.id };
  const draft = `${inspection.id}/${command}`;
  if (command === "approve")
    return (
      <BodyForm
        schema={approvalForm}
        draft={draft}
        done={done}
        send={(body, idempotencyKey) =>
          call.inspection.postInspectionsByIdApprovals({
            params: at,
            body: approvalForm.parse(body),
            idempotencyKey,
          })
        }
      />
    );
  const first: Partial<Record<InspectionCommandType, Readonly<Record<string, unknown>>>> = {
    begin: { shownCertificates: members.map(({ value }) => value) },
    record: {
      ...(now === undefined ? {} : { endedAt: localOf(now) }),
      conduct: { kind: "carried-out" },
      target: { signed: true },
      entries: inspection.itemCodes.map((itemCode) => ({ itemCode })),
    },
    notify: { method: "in-person" },
    feedback: { method: "in-person" },
    recuse: { declaredBy: "officer" },
    report: papers.data === undefined ? {} : reportDraft(inspection, papers.data, items),
  };
  if (papers.isLoading || (command === "record" && now === undefined) || (command === "report" && isLoading))
    return console.common.loading;
  return (
    <>
      {command === "record" ? <NotYet /> : null}
      {command === "answer" ? (
        <Stated
          inspection={inspection}
          title={own.papers.objection}
          of={({ kind }) => kind === "objection"}
        />
      ) : null}
      <BodyForm
        schema={inspectionCommands[command]}
        known={known}
        subject={{ matter: "inspection", id: inspection.id }}
        first={first[command] ?? {}}
        draft={draft}
        done={done}
        send={(body, idempotencyKey) => sendCommand(inspection.id, command, body, idempotencyKey)}
      />
    </>
  );
}

/** What officers in the field cannot do here yet, and do instead. */
function NotYet() {
  const { console } = useTexts();
  return (
    <Alert
      type="info"
      showIcon
      title={console.record.notYet}
      description={
        <ul>
          {console.record.notYetList.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      }
      style={{ marginBlockEnd: 12 }}
    />
  );
}

/** Sends a command as its route takes it. */
export function sendCommand(
  id: string,
  command: InspectionCommandType,
  body: unknown,
  idempotencyKey: string,
): Promise<unknown> {
  const name = `postInspectionsByIdCommands${command[0]?.toUpperCase()}${command.slice(1)}`;
  const methods = call.inspection as unknown as Readonly<Record<string, (given: object) => Promise<unknown>>>;
  const method = methods[name];
  if (method === undefined) throw new TypeError(`there is no operation ${name}`);
  return method({ params: { id }, body, idempotencyKey });
}
