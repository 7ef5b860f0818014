import type { VersionedKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import { Descriptions } from "antd";
import type { ReactNode } from "react";
import { asked } from "../calls/services.ts";
import { Loaded } from "../parts/loaded.tsx";
import { useTexts } from "../words/words.tsx";
import { FieldValue } from "./field-value.tsx";
import { operationsOf, type Row } from "./registers.ts";

/** What a register's field is called: by itself where it has no name. */
export function useFieldNames(): (name: string) => string {
  const { words, console } = useTexts();
  const { contactPhone, latitude, longitude, personInCharge, phone, repairs, source } = words.registryField;
  const names: Readonly<Record<string, string>> = {
    ...console.registry.fields,
    ...words.registryField,
    law: console.bases.law,
    article: console.bases.article,
    number: console.field.documentNumber,
    repealed: console.bases.hasEnd,
    document: console.tips.document,
    origin: words.label.origin,
    target: words.label.target,
    receivedOn: console.tips.receivedOn,
    statement: console.tips.statement,
    complainant: console.tips.complainant,
    inspection: console.tips.inspection,
    // Whom they name is shown by their names.
    inspectorId: console.registry.inspectorId,
    targetCode: console.registry.targetCode,
    authority: words.label.authority,
    updatedAt: words.label.updated,
    compiledFrom: source,
    ofPerson: personInCharge,
    repairsId: repairs,
    contactPhoneDialled: contactPhone,
    phoneDialled: phone,
    shownAt: `${longitude}${words.comma}${latitude}`,
  };
  return (name) => names[name] ?? name;
}

/** What an entry's other fields show as well, or the page around it. */
const shownBeside: ReadonlySet<string> = new Set([
  "authority",
  "repealed",
  "compiledFrom",
  "ofPerson",
  "repairsId",
  "contactPhoneDialled",
  "phoneDialled",
  "shownAt",
]);

/** Whether a field stands among those of an entry: it has a name, and nothing else shows it. */
export function useIsListed(): (name: string) => boolean {
  const nameOf = useFieldNames();
  return (name) => !shownBeside.has(name) && nameOf(name) !== name;
}

/** An entry as it stood then. */
export function AsOf({ kind, reference, at }: { kind: VersionedKind; reference: string; at: string }) {
  const found = useQuery(
    asked("registry", operationsOf[kind].entry, { params: { ref: reference }, query: { at } }),
  );
  return <Loaded of={found}>{(entry) => <EntryFields kind={kind} entry={entry} />}</Loaded>;
}

/** All fields of an entry that have a name; by what the system knows it comes last. */
export function EntryFields({
  kind,
  entry,
  more = [],
}: {
  kind: VersionedKind;
  entry: Row;
  more?: readonly { key: string; label: string; children: ReactNode }[];
}) {
  const nameOf = useFieldNames();
  const isListed = useIsListed();
  return (
    <Descriptions
      column={1}
      size="small"
      items={[
        ...Object.entries(entry)
          .filter(([name]) => isListed(name))
          .map(([name, value]) => ({
            key: name,
            label: nameOf(name),
            children: (
              <div>
                <FieldValue kind={kind} name={name} value={value} />
              </div>
            ),
          })),
        ...more,
      ].toSorted((one, other) => Number(one.key === "id") - Number(other.key === "id"))}
    />
  );
}
