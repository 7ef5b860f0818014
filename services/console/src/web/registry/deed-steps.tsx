import type { RegisterKind, VersionedKind } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import type { ComponentProps, ReactNode } from "react";
import type { z } from "zod";
import { changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import type { Seen } from "../form/change-form.tsx";
import type { Known } from "../form/fields.tsx";
import type { Values } from "../form/values.ts";
import type { Step } from "../parts/steps.tsx";
import { EntryChange } from "./entry-change.tsx";
import { useKnown } from "./known.ts";
import type { Row } from "./registers.ts";

/** What a deed at a register is called, and what its form asks for. */
type Named = {
  key: string;
  title: string;
  article: number;
  schema: z.ZodType;
  /** The register whose fields the form has, if it has those. */
  kind?: RegisterKind;
  known?: Known;
  fixed?: Values;
  /** What to know before one fills it in. */
  hint?: string;
};
/** A deed at a register with its form: what is sent, and what is known of its fields. */
export type Deed = Named & {
  first?: Values;
  send(body: unknown, idempotencyKey: string): Promise<unknown>;
};
/** A deed that changes an entry which others may change too: what is sent names the version that was seen. */
export type Change = Named & {
  first?(entry: Row): Values;
  send(body: Values, seen: Seen<Row>, idempotencyKey: string): Promise<unknown>;
};

/** Makes steps of deeds: each has its registers shown anew once it is done. `of` names what they are done with. */
export function useDeedSteps(): (deeds: readonly Deed[], of: string) => Step[] {
  const step = useStep();
  return (deeds, of) =>
    deeds.map(({ key, title, article, kind, hint, ...deed }) =>
      step({ key, title, article, hint }, (done) => {
        const given = { ...deed, draft: `${of}/${key}`, done };
        return kind === undefined ? <BodyForm {...given} /> : <RegisterForm kind={kind} {...given} />;
      }),
    );
}

/** Makes steps of what changes that entry. */
export function useChangeSteps(): (changes: readonly Change[], of: VersionedKind, entry: Row) => Step[] {
  const step = useStep();
  return (changes, of, entry) =>
    changes.map(({ key, title, article, kind, hint, ...change }) =>
      step({ key, title, article, hint }, (done) => {
        const given = { ...change, of, entry, name: key, done };
        return kind === undefined ? <EntryChange {...given} /> : <RegisterChange kind={kind} {...given} />;
      }),
    );
}

function useStep() {
  const queries = useQueryClient();
  return (
    { hint, ...named }: Pick<Step, "key" | "title" | "article"> & { hint: string | undefined },
    form: (done: () => void) => ReactNode,
  ): Step => ({
    ...named,
    form: (done) => (
      <>
        {hint === undefined ? null : (
          <Alert type="info" showIcon title={hint} style={{ marginBlockEnd: 12 }} />
        )}
        {form(() => {
          done();
          void changed(queries, "registry");
        })}
      </>
    ),
  });
}

// What may be chosen in them comes while they are open, too.
function RegisterForm({ kind, known, ...form }: { kind: RegisterKind } & ComponentProps<typeof BodyForm>) {
  return <BodyForm {...form} known={{ ...useKnown(kind), ...known }} />;
}

function RegisterChange({
  kind,
  known,
  ...form
}: { kind: RegisterKind } & ComponentProps<typeof EntryChange>) {
  return <EntryChange {...form} known={{ ...useKnown(kind), ...known }} />;
}
