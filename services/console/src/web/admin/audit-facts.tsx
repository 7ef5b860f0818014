import type { AuditFacts } from "@shuangsui/contracts";
import { useAuthorityName } from "../parts/authority.tsx";
import { percentOf } from "../plans/percent.ts";
import { useRegistryWords } from "../registry/registry-words.ts";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

type Names = Readonly<Record<string, string | undefined>>;

/** What an entry says of how its subject stood, in words as far as there are any: what has none stands as the trail has it. */
export function Facts({ kind, facts }: { kind: string; facts: AuditFacts | null }) {
  const { words, console } = useTexts();
  const { audit: says, authorities } = useAdminWords();
  const { proposals } = useRegistryWords();
  const authorityName = useAuthorityName();
  if (facts === null) return <>{words.label.none}</>;
  const { origin, attention, lead, target, items } = words.label;
  const labels: Names = {
    ...words.registryField,
    ...console.registry.fields,
    ...console.field,
    ...words.matterClass,
    ...{ origin, attention, lead, target, targets: target, item: items },
    territory: words.inspectionColumn.territory,
    counted: console.inspection.counted,
    ...says.facts,
  };
  const labelOf = (name: string) => labels[name] ?? name;
  const states: Readonly<Record<string, Names | undefined>> = {
    inspection: words.inspectionState,
    campaign: words.campaignState,
    plan: words.planState,
    supervision: words.supervisionState,
    draw: words.drawState,
  };
  const events: Readonly<Record<string, Names | undefined>> = {
    inspection: words.inspectionEvent,
    campaign: words.campaignEvent,
    plan: words.planEvent,
    supervision: words.supervisionEvent,
    publication: words.publicationEvent,
  };
  /** The words that a fact's values have. */
  const namesOf = (name: string): Names =>
    ({
      state: states[kind],
      events: events[kind],
      roles: words.accountRole,
      deed: words.deed,
      causes: { ...words.deed, ...words.inspectionCommand, time: words.console.stuckByTime },
      list: words.auditKind,
      register: words.auditKind,
      kind: { ...words.publicationKind, ...words.auditKind },
      source: words.listSource,
      status: proposals.status,
      venue: console.choice,
      exemptOrigins: words.inspectionOrigin,
      exemptKinds: words.inspectionKind,
      level: authorities.levels,
      for: says.keyUse,
      by: says.signedInBy,
      fields: labels,
      narrowedBy: labels,
    })[name] ?? {};
  const textOf = (name: string, value: unknown): string => {
    if (value === null || value === "") return words.label.none;
    if (typeof value === "boolean") return value ? console.common.yes : console.common.no;
    if (typeof value === "number") return String(value);
    if (Array.isArray(value))
      return value.map((one: unknown) => textOf(name, one)).join(words.comma) || words.label.none;
    if (typeof value === "object")
      return Object.entries(value)
        .map(([part, one]) => `${labelOf(part)} ${textOf(part, one)}`)
        .join(words.semicolon);
    if (typeof value !== "string") return words.label.none;
    if (name === "authority" || name === "parent") return authorityName(value);
    if (name === "ratio") return percentOf(value);
    // A setting stands in the trail as it was sent.
    if (kind === "setting" && name === "value") return textOf(name, JSON.parse(value));
    // Of what is stuck its kind stands before its name.
    const code = name === "causes" ? value.slice(value.indexOf("/") + 1) : value;
    return namesOf(name)[code] ?? value;
  };
  return (
    <div style={{ overflowWrap: "anywhere" }}>
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          {labelOf(name)}：{textOf(name, value)}
        </div>
      ))}
    </div>
  );
}
