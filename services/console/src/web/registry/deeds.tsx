import {
  creditKind,
  creditObjection,
  creditRepair,
  newConflict,
  newCreditRecord,
  type conflictChange,
  type creditRecordChange,
  type RegisterKind,
} from "@shuangsui/contracts";
import type { Words } from "@shuangsui/contracts/words/zh";
import type { z } from "zod";
import { call } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import type { Known } from "../form/fields.tsx";
import type { Values } from "../form/values.ts";
import type { Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { conflictCorrection, conflictWithdrawal, creditWithdrawal } from "./bodies.ts";
import { isByHand, useCorrecting, useEntering } from "./by-hand.tsx";
import { ChosenField, InspectorSelect, TargetSelect } from "./choosing.tsx";
import { useCompileSteps } from "./compile-items.tsx";
import { correctionOf } from "./corrected.ts";
import { useChangeSteps, useDeedSteps, type Deed } from "./deed-steps.tsx";
import type { Row } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

/** What a record that is entered by hand tells of: what inspections find they enter themselves, and a repair is decided at its record. */
const kindsOf = (words: Words) =>
  creditKind.options
    .filter((value) => value !== "inspection" && value !== "repair")
    .map((value) => ({ value, label: words.creditKind[value] }));

/** What whoever is signed in may put on record in a register, one by one; others come by their files. */
export function useNewEntrySteps(kind: RegisterKind): Step[] {
  const { words, console } = useTexts();
  const { credit } = useRegistryWords();
  const steps = useDeedSteps();
  const may = useMay();
  const entering = useEntering(kind);
  const compiling = useCompileSteps();
  if (!may("registry.write")) return [];
  if (isByHand(kind)) return [...steps(entering, kind), ...(kind === "items" ? compiling : [])];
  const target: Known = {
    targetCode: {
      shown: (
        <ChosenField key="targetCode" name="targetCode" label={words.label.target}>
          <TargetSelect />
        </ChosenField>
      ),
    },
    source: { label: words.registryField.source },
    description: { label: words.registryField.description },
    kind: { options: kindsOf(words) },
    repairs: { hidden: true },
  };
  if (kind === "conflicts")
    return steps(
      [
        {
          key: "declare",
          title: console.conflicts.declare,
          article: 24,
          schema: newConflict,
          known: {
            ...target,
            certificateNumber: { hidden: true },
            inspectorId: {
              shown: (
                <ChosenField key="inspectorId" name="inspectorId" label={words.inspectorKind.officer}>
                  <InspectorSelect />
                </ChosenField>
              ),
            },
            ground: { label: words.registryField.ground },
            note: { label: words.registryField.note },
          },
          send: (body) => call.registry.postConflicts({ body: body as z.input<typeof newConflict> }),
        },
      ],
      kind,
    );
  if (kind === "credit-records")
    return steps(
      [
        {
          key: "enter",
          title: credit.enter,
          article: 31,
          schema: newCreditRecord,
          known: target,
          send: (body) => call.registry.postCreditRecords({ body: body as z.input<typeof newCreditRecord> }),
        },
      ],
      kind,
    );
  return [];
}

/** What whoever is signed in may do with an entry as it stands. */
export function useEntrySteps(kind: RegisterKind, entry: Row): Step[] {
  const { words, console } = useTexts();
  const { credit } = useRegistryWords();
  const steps = useDeedSteps();
  const changes = useChangeSteps();
  const correcting = useCorrecting(kind, entry);
  const may = useMay();
  const authority = String(entry["authority"]);
  const ref = String(entry["id"]);
  const params = { ref };
  if (isByHand(kind)) return may("registry.write", authority) ? changes(correcting, kind, entry) : [];
  if (kind === "conflicts" && may("registry.write", authority) && entry["status"] === "declared") {
    const send = (body: Values) =>
      call.registry.patchConflictsByRef({ params, body: body as z.input<typeof conflictChange> });
    return changes(
      [
        {
          key: "correct",
          title: console.conflicts.correct,
          article: 24,
          schema: conflictCorrection,
          first: (from) => from,
          known: {
            ground: { label: words.registryField.ground },
            note: { label: words.registryField.note },
          },
          send: (body, { from }) => send(correctionOf(conflictCorrection, from, body)),
        },
        {
          key: "withdraw",
          title: console.conflicts.withdraw,
          article: 24,
          schema: conflictWithdrawal,
          fixed: { status: "withdrawn" },
          send,
        },
      ],
      kind,
      entry,
    );
  }
  if (kind !== "credit-records" || entry["status"] !== "valid" || entry["inspectionId"] !== null) return [];
  const isRepairable = entry["kind"] === "violation" || entry["kind"] === "penalty";
  const deeds: readonly Deed[] = [
    {
      key: "repair",
      title: credit.repair,
      article: 31,
      schema: creditRepair,
      send: (body) =>
        call.registry.postCreditRecordsByRefRepair({ params, body: body as z.input<typeof creditRepair> }),
    },
    {
      key: "objection",
      title: credit.decideObjection,
      article: 31,
      schema: creditObjection,
      known: {
        statement: { label: credit.objectionText },
        correction: { unless: { at: ["upheld"], is: false } },
        description: { label: words.registryField.description },
        kind: { options: kindsOf(words) },
      },
      send: (body) =>
        call.registry.postCreditRecordsByRefObjection({
          params,
          body: body as z.input<typeof creditObjection>,
        }),
    },
  ];
  const mayDecide = may("credit.repair", authority);
  return [
    ...steps(mayDecide ? deeds.filter(({ key }) => key !== "repair" || isRepairable) : [], ref),
    ...changes(
      may("registry.write", authority)
        ? [
            {
              key: "withdraw",
              title: credit.withdraw,
              article: 31,
              schema: creditWithdrawal,
              fixed: { status: "withdrawn" },
              send: (body) =>
                call.registry.patchCreditRecordsByRef({
                  params,
                  body: body as z.input<typeof creditRecordChange>,
                }),
            },
          ]
        : [],
      kind,
      entry,
    ),
  ];
}
