import { filledIn, type VersionedKind } from "@shuangsui/contracts";
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { useTexts } from "../words/words.tsx";
import { InspectorName, TargetName, type TargetKind } from "./names.tsx";
import { useRegistryWords } from "./registry-words.ts";
import { valueText } from "./values.ts";

type Objection = { raisedOn: string; statement: string; upheld: boolean; decidedOn: string };
type Repair = { number: string; decidedOn: string };
type Basis = { id: string; law: string; article: string; validTo: string | null };

/** A field of a register's entry as a person reads it, whom it names by their names. */
export function FieldValue({ kind, name, value }: { kind: VersionedKind; name: string; value: unknown }) {
  const texts = useTexts();
  const { console } = texts;
  const { credit } = useRegistryWords();
  if (typeof value === "string" && value !== "")
    switch (name) {
      case "targetCode":
        return <TargetName code={value} />;
      case "builderCreditCode":
      case "developerCreditCode":
      case "supervisorCreditCode":
      case "designerCreditCode":
      case "surveyorCreditCode":
        return (
          <Link to="/registry" search={{ tab: "entities", entry: value }}>
            <TargetName code={value} kind="entity" />
          </Link>
        );
      case "personInCharge":
        return (
          <Link to="/registry" search={{ tab: "credit-records", person: value }}>
            {value}
          </Link>
        );
      case "inspectorId":
        return <InspectorName id={value} />;
      case "inspectionId":
        return (
          <Link to="/inspections/$id" params={{ id: value }}>
            {credit.seeInspection}
          </Link>
        );
    }
  if ((name === "bases" || name === "repealed") && Array.isArray(value) && value.length > 0)
    return (value as readonly Basis[]).map(({ id, law, article, validTo }) => (
      <div key={id}>
        {law} {article}{" "}
        {validTo === null ? null : <Tag color="warning">{filledIn(console.bases.endsWith, { validTo })}</Tag>}
      </div>
    ));
  if (typeof value === "object" && value !== null) {
    if (name === "objection") {
      const { upheld, ...said } = value as Objection;
      return filledIn(upheld ? credit.upheld : credit.notUpheld, said);
    }
    if (name === "target") return <TargetName {...(value as { kind: TargetKind; code: string })} />;
    if (name === "inspection")
      return (
        <Link to="/inspections/$id" params={{ id: String((value as { id?: unknown }).id) }}>
          {credit.seeInspection}
        </Link>
      );
    if (name === "repair") return filledIn(credit.repairedBy, value as Repair);
  }
  return valueText(kind, name, value, texts);
}
