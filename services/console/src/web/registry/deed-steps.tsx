import type { RegisterKind } from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import type { ComponentProps } from "react";
import type { z } from "zod";
import { changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import type { Known } from "../form/fields.tsx";
import type { Values } from "../form/values.ts";
import type { Step } from "../parts/steps.tsx";
import { useKnown } from "./known.ts";

/** A deed at a register with its form: what is sent, and what is known of its fields. */
export type Deed = {
  key: string;
  title: string;
  article: number;
  schema: z.ZodType;
  /** The register whose fields the form has, if it has those. */
  kind?: RegisterKind;
  known?: Known;
  first?: Values;
  fixed?: Values;
  /** What to know before one fills it in. */
  hint?: string;
  send(body: unknown, idempotencyKey: string): Promise<unknown>;
};

/** Makes steps of deeds: each has its registers shown anew once it is done. `of` names what they are done with. */
export function useDeedSteps(): (deeds: readonly Deed[], of: string) => Step[] {
  const queries = useQueryClient();
  return (deeds, of) =>
    deeds.map(({ key, title, article, kind, hint, ...deed }) => ({
      key,
      title,
      article,
      form: (done) => {
        const given = {
          ...deed,
          draft: `${of}/${key}`,
          done() {
            done();
            void changed(queries, "registry");
          },
        };
        return (
          <>
            {hint === undefined ? null : (
              <Alert type="info" showIcon title={hint} style={{ marginBlockEnd: 12 }} />
            )}
            {kind === undefined ? <BodyForm {...given} /> : <RegisterForm kind={kind} {...given} />}
          </>
        );
      },
    }));
}

/** What may be chosen in it comes while it is open, too. */
function RegisterForm({ kind, known, ...form }: { kind: RegisterKind } & ComponentProps<typeof BodyForm>) {
  return <BodyForm {...form} known={{ ...useKnown(kind), ...known }} />;
}
