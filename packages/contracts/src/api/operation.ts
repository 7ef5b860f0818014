import type { z } from "zod";

/** How one operation of an API is asked and answered: what its route takes, and what a client is made of. */
export type Operation = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As routes have it: `/api/v1/plans/:id`. */
  readonly path: string;
  readonly query?: z.ZodType;
  /** Of a JSON body. */
  readonly body?: z.ZodType;
  /** The media types of a body that is a text or bytes. */
  readonly sends?: readonly string[];
  /** Of a JSON answer; without it, nothing comes. */
  readonly answer?: z.ZodType;
  /** Of each line of an answer that streams in (NDJSON). */
  readonly lines?: z.ZodType;
  /** The answer is a file. */
  readonly bytes?: true;
  /** Answered 202 it was taken: the answer is what goes on by itself. */
  readonly accepted?: true;
  /** It must have an Idempotency-Key. */
  readonly keyed?: true;
};
