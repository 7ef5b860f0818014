import {
  approvalForm,
  inspectionCommands,
  type InspectionCommandType,
  type InspectionDetail,
} from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { call, asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import type { Known } from "../form/fields.tsx";
import { localOf } from "../form/values.ts";
import { useTexts } from "../words/words.tsx";

type Step = InspectionCommandType | "approve";

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
  const may = useMay();
  // What is checked of whom stands in its campaign; of another origin it is typed.
  const campaign = useQuery({
    ...asked("inspection", "getCampaignsById", { params: { id: inspection.campaignId ?? "" } }),
    enabled: inspection.campaignId !== null && may("campaign.read", inspection.authority),
  });
  const now = new Date().toISOString();
  const members = inspection.team.map(({ number, kind }) => ({
    value: number,
    label: `${number} · ${words.inspectorKind[kind]}`,
  }));
  const items = campaign.data?.itemCodes.map((code) => ({ value: code, label: code }));
  const findings = inspection.findings.map(({ id, description }) => ({ value: id, label: description }));
  const known: Known = {
    personalDataReview: { hidden: true },
    number: command === "replace" || command === "recuse" ? { options: members } : {},
    shownCertificates: { options: members },
    ...(items === undefined ? {} : { itemCode: { options: items } }),
    findingId: { options: findings },
    findings: command === "answer" ? { options: findings } : {},
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
      endedAt: localOf(now),
      conduct: { kind: "carried-out" },
      target: { signed: true },
      entries: (items ?? []).map(({ value }) => ({ itemCode: value, result: "pass" })),
    },
    notify: { method: "in-person" },
    feedback: { method: "in-person" },
    recuse: { declaredBy: "officer" },
  };
  if (command === "record" && campaign.isLoading) return console.common.loading;
  return (
    <BodyForm
      schema={inspectionCommands[command]}
      known={known}
      first={first[command] ?? {}}
      draft={draft}
      done={done}
      send={(body, idempotencyKey) => sendCommand(inspection.id, command, body, idempotencyKey)}
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
