import type { AuditFacts } from "@shuangsui/contracts";
import { useAuthorityName } from "../parts/authority.tsx";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

type Names = Readonly<Record<string, string | undefined>>;

/** What an entry says of how its subject stood, in words as far as there are any: what has none stands as the trail has it. */
export function Facts({ kind, facts }: { kind: string; facts: AuditFacts | null }) {
  const { words, console } = useTexts();
  const { audit: says } = useAdminWords();
  const authorityName = useAuthorityName();
  if (facts === null) return <>{words.label.none}</>;
  const labels: Names = { ...words.registryField, ...console.field, ...says.facts };
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
      list: words.auditKind,
    })[name] ?? {};
  const textOf = (name: string, value: AuditFacts[string]): string => {
    if (value === null) return words.label.none;
    if (typeof value === "boolean") return value ? console.common.yes : console.common.no;
    if (name === "authority" && typeof value === "string") return authorityName(value);
    const named = (one: string) => namesOf(name)[one] ?? one;
    if (typeof value === "string") return named(value);
    if (Array.isArray(value))
      return value.length === 0 ? words.label.none : value.map(named).join(words.comma);
    return typeof value === "number" ? String(value) : JSON.stringify(value);
  };
  return (
    <div style={{ overflowWrap: "anywhere" }}>
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          {labels[name] ?? name}：{textOf(name, value)}
        </div>
      ))}
    </div>
  );
}
