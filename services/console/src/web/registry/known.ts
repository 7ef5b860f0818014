import type { RegisterKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { everyBasis } from "../calls/lists.ts";
import { useMay, useSession } from "../calls/session.tsx";
import type { Known } from "../form/fields.tsx";
import { useTownships } from "../parts/townships.tsx";
import { useTexts } from "../words/words.tsx";
import { useFieldNames } from "./entry-fields.tsx";
import { useRegistryWords } from "./registry-words.ts";

const named = (group: Readonly<Record<string, string>>) =>
  Object.entries(group).map(([value, label]) => ({ value, label }));

/** What the forms of a register call its fields, and what may be chosen in them. */
export function useKnown(kind: RegisterKind): Known {
  const { words, console } = useTexts();
  const { field } = useRegistryWords();
  const nameOf = useFieldNames();
  const may = useMay();
  const { authority } = useSession();
  const { townships, divisionName } = useTownships(kind === "entities" || kind === "projects");
  const bases = useQuery({
    ...everyBasis(),
    enabled: kind === "items" && may("registry.write"),
  });
  const within = authority.replace(/00$/, "");
  const divisions = [authority, ...[...townships.keys()].filter((code) => code.startsWith(within))];
  const ofLeave = { from: { label: field.leaveFrom }, until: { label: field.leaveUntil } };
  const labels = Object.fromEntries(
    Object.keys(words.registryField).map((name) => [name, { label: nameOf(name) }]),
  );
  return {
    ...labels,
    ...(kind === "inspectors" ? { name: { label: field.person }, ...ofLeave } : {}),
    ...(kind === "entities" || kind === "inspectors"
      ? { checkCharacterReason: { label: field.checkCharacterReason } }
      : {}),
    businessState: { label: nameOf("businessState"), options: named(words.businessState) },
    state: { label: nameOf("state"), options: named(words.projectState) },
    status: { label: nameOf("status"), options: named(words.inspectorStatus) },
    removalGround: { label: nameOf("removalGround"), options: named(words.removalGround) },
    types: { label: nameOf("types"), options: named(words.officerType), open: true },
    officerTypes: { label: nameOf("officerTypes"), options: named(words.officerType), open: true },
    specialties: { label: nameOf("specialties"), options: named(words.specialty), open: true },
    territory: {
      label: nameOf("territory"),
      ...(townships.size === 0
        ? {}
        : { options: divisions.map((value) => ({ value, label: `${value} ${divisionName(value)}` })) }),
    },
    permits: {
      label: nameOf("permits"),
      within: { number: { label: field.permitNumber }, kind: { label: field.permitKind } },
    },
    contacts: {
      label: nameOf("contacts"),
      within: { name: { label: field.person }, post: { label: field.post } },
    },
    leaves: {
      label: nameOf("leaves"),
      within: ofLeave,
    },
    checklist: {
      label: nameOf("checklist"),
      within: { question: { label: field.question }, judgedBy: { label: field.judgedBy } },
    },
    bases: {
      label: console.bases.title,
      options: (bases.data ?? []).map(({ id, law, article }) => ({
        value: id,
        label: `${law} ${article}`,
      })),
    },
  };
}
