import type { Operation } from "@shuangsui/contracts";
import type { z } from "zod";

type NamesIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type Params<Path extends string> = [NamesIn<Path>] extends [never]
  ? unknown
  : { params: Readonly<Record<NamesIn<Path>, string>> };
/** Parameters as a route reads them, or as it has read them: a number is no less one than its digits. */
type Asked<In, Out> = { [Name in keyof In]: In[Name] | (Name extends keyof Out ? Out[Name] : never) };
type Query<O> = O extends { query: infer Schema extends z.ZodType }
  ? Record<string, never> extends z.input<Schema>
    ? { query?: Asked<z.input<Schema>, z.output<Schema>> }
    : { query: Asked<z.input<Schema>, z.output<Schema>> }
  : unknown;
/** What is sent as it is: a text, bytes, a file, or what gives them one after the other, from the first on each time that it is sent. */
export type Content = string | Uint8Array<ArrayBuffer> | Blob | (() => AsyncIterable<Uint8Array>);
type Body<O> = O extends { sends: readonly (infer Type)[] }
  ? { body: Content; type?: Type }
  : O extends { body: infer Schema extends z.ZodType }
    ? undefined extends z.input<Schema>
      ? { body?: z.input<Schema> }
      : { body: z.input<Schema> }
    : unknown;

/** What a call may say besides. */
export type CallOptions = {
  /** What makes the call one, however often it is sent. Where an operation must have one, each call has a new one by itself. */
  idempotencyKey?: string;
  /** The entity tag, or the number of the version, that the change is of. */
  ifMatch?: string | number;
  /** The entity tag of what is known already. */
  ifNoneMatch?: string;
  /** How long an answer may take to begin, milliseconds; of a stream, to end. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

/** What an operation is called with, by its declaration. */
export type Call<O extends Operation> = Params<O["path"]> & Query<O> & Body<O> & CallOptions;

/** What an operation answers: a value, lines that stream in, bytes, or nothing. */
export type Answer<O extends Operation> = O extends { lines: infer Line extends z.ZodType }
  ? AsyncGenerator<z.output<Line>>
  : Promise<
      O extends { bytes: true }
        ? Uint8Array
        : O extends { answer: infer Schema extends z.ZodType }
          ? z.output<Schema>
          : undefined
    >;

/** An answer with its entity tag. `value` is undefined where it is as `ifNoneMatch` names it. */
export type Tagged<T> = { value: T | undefined; etag: string | null };
