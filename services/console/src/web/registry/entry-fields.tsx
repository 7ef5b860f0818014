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
  const names: Readonly<Record<string, string>> = {
    ...console.registry.fields,
    ...words.registryField,
    law: console.bases.law,
    article: console.bases.article,
    document: console.tips.document,
    origin: words.label.origin,
    receivedOn: console.tips.receivedOn,
    statement: console.tips.statement,
    // Whom they name is shown by their names.
    inspectorId: console.registry.inspectorId,
    targetCode: console.registry.targetCode,
    updatedAt: words.label.updated,
  };
  return (name) => names[name] ?? name;
}

/** What fields are called that have changed: also those that an entry shows in another way. */
export function useChangedNames(): (name: string) => string {
  const { words, console } = useTexts();
  const nameOf = useFieldNames();
  const shownOtherwise: Readonly<Record<string, string>> = {
    authority: words.label.authority,
    target: words.label.target,
    number: console.field.documentNumber,
    complainant: console.tips.complainant,
    inspection: console.tips.inspection,
    repealed: console.bases.hasEnd,
    compiledFrom: words.registryField.source,
    ofPerson: words.registryField.personInCharge,
    repairsId: words.registryField.repairs,
    contactPhoneDialled: words.registryField.contactPhone,
    phoneDialled: words.registryField.phone,
    shownAt: `${words.registryField.longitude}${words.comma}${words.registryField.latitude}`,
  };
  return (name) => shownOtherwise[name] ?? nameOf(name);
}

/** An entry as it stood then. */
export function AsOf({ kind, reference, at }: { kind: VersionedKind; reference: string; at: string }) {
  const found = useQuery(
    asked("registry", operationsOf[kind].entry, { params: { ref: reference }, query: { at } }),
  );
  return <Loaded of={found}>{(entry) => <EntryFields entry={entry} />}</Loaded>;
}

/** All fields of an entry that have a name. */
export function EntryFields({
  entry,
  more = [],
}: {
  entry: Row;
  more?: readonly { key: string; label: string; children: ReactNode }[];
}) {
  const nameOf = useFieldNames();
  return (
    <Descriptions
      column={1}
      size="small"
      items={[
        ...Object.entries(entry)
          .filter(([name]) => nameOf(name) !== name)
          .map(([name, value]) => ({
            key: name,
            label: nameOf(name),
            children: (
              <div>
                <FieldValue name={name} value={value} />
              </div>
            ),
          })),
        ...more,
      ]}
    />
  );
}
