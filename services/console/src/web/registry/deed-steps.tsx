import { useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import type { z } from "zod";
import { changed } from "../calls/services.ts";
import { BodyForm } from "../form/body-form.tsx";
import type { Known } from "../form/fields.tsx";
import type { Values } from "../form/values.ts";
import type { Step } from "../parts/steps.tsx";

/** A deed at a register with its form: what is sent, and what is known of its fields. */
export type Deed = {
  key: string;
  title: string;
  article: number;
  schema: z.ZodType;
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
    deeds.map(({ key, title, article, hint, ...deed }) => ({
      key,
      title,
      article,
      form: (done) => (
        <>
          {hint === undefined ? null : (
            <Alert type="info" showIcon title={hint} style={{ marginBlockEnd: 12 }} />
          )}
          <BodyForm
            {...deed}
            draft={`${of}/${key}`}
            done={() => {
              done();
              void changed(queries, "registry");
            }}
          />
        </>
      ),
    }));
}
