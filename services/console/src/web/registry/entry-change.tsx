import type { VersionedKind } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ComponentProps } from "react";
import { asked, changed } from "../calls/services.ts";
import { ChangeForm, type Seen } from "../form/change-form.tsx";
import type { Values } from "../form/values.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Changes } from "./difference.tsx";
import { operationsOf, type Row } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

/** A form that changes an entry of a register, in the version that was seen (article 15); `name` is that of its draft. */
export function EntryChange({
  of,
  entry,
  name,
  fixed,
  ...form
}: Pick<ComponentProps<typeof ChangeForm<Row>>, "schema" | "known" | "first" | "send" | "done"> & {
  of: VersionedKind;
  entry: Row;
  name: string;
  fixed?: Values;
}) {
  const queries = useQueryClient();
  const ref = String(entry["id"]);
  const { entry: operation } = operationsOf[of];
  return (
    <ChangeForm<Row>
      {...form}
      draft={`${ref}/${name}`}
      now={entry}
      versionOf={({ version }) => version}
      newest={async () => {
        await changed(queries, "registry");
        return (await queries.fetchQuery(
          asked("registry", operation, { params: { ref }, query: {} }),
        )) as Row;
      }}
      fixed={({ version }) => ({ ...fixed, version })}
      differences={(seen) => <ByOthers of={of} reference={ref} seen={seen} />}
    />
  );
}

/** What others changed of it since its form was filled in, and who did so. */
function ByOthers({ of, reference, seen }: { of: VersionedKind; reference: string; seen: Seen<Row> }) {
  const { enter } = useRegistryWords();
  const [from, to] = [String(seen.from["version"]), String(seen.now["version"])];
  const found = useQuery(
    asked("registry", operationsOf[of].difference, { params: { ref: reference }, query: { from, to } }),
  );
  return (
    <>
      <Loaded of={found}>{({ fields }) => <Changes kind={of} fields={fields} />}</Loaded>
      {enter.othersStay}
    </>
  );
}
