import { isProblemCode, Problem, problemBody, type Operation } from "@shuangsui/contracts";
import type { CallOptions, Content } from "./call.ts";
import { ServiceUnavailable, StillPending } from "./unavailable.ts";

export type SendOptions = {
  /** Where the service is, be it below a path of a gateway's. */
  baseUrl: string;
  /** The caller's token; another one than `refused`, where that was not accepted. Without it nobody is signed in. */
  token?: ((refused?: string) => Promise<string>) | undefined;
  /** How long an answer may take to begin, milliseconds. 10,000 by itself. */
  timeoutMs?: number | undefined;
  /** How often a call is sent at the most that may be sent again. 3 by itself. */
  attempts?: number | undefined;
  /** Tells of refusals by their code alone, where what they say of values is for nobody here. */
  codesAlone?: boolean | undefined;
  /** What sends a request; the platform's own by itself. */
  fetch?: typeof fetch | undefined;
};

/** A call as it is sent, whatever its operation. */
export type AnyCall = CallOptions & {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  type?: string;
};

/** What is read of a refusal: whatever else it lacks, its code says what it is. */
const problem = problemBody.partial().required({ code: true });
const pauseMs = 200;
const longestPauseMs = 10_000;

/**
 * Sends a call and gives the response where it is one of success, or of nothing new. What may be sent again is, while the service is
 * away or asks for patience.
 * @throws Problem as the service refused it; StillPending; ServiceUnavailable
 */
export async function send(
  options: SendOptions,
  operation: Operation,
  call: AnyCall,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const keyed: AnyCall =
    operation.keyed === true && call.idempotencyKey === undefined
      ? { ...call, idempotencyKey: crypto.randomUUID() }
      : call;
  const attempts = maySendAgain(operation, keyed) ? (options.attempts ?? 3) : 1;
  for (let attempt = 1; ; attempt += 1) {
    const response = await sendKnown(options, operation, keyed, headers).catch((error: unknown) => {
      if (attempt >= attempts || keyed.signal?.aborted === true || !(error instanceof ServiceUnavailable))
        throw error;
      return undefined;
    });
    if (response !== undefined && (attempt >= attempts || !isAway(response)))
      return taken(response, operation, options.codesAlone === true);
    await response?.body?.cancel();
    await pause(
      Math.max(pauseMs * 2 ** (attempt - 1), secondsIn(response?.headers.get("retry-after")) * 1000),
    );
  }
}

/** Sent twice it does the same as sent once: it only reads, carries a key, or sets what it names to what it says. */
function maySendAgain({ method }: Operation, { idempotencyKey, ifMatch }: AnyCall): boolean {
  if (method === "GET" || idempotencyKey !== undefined) return true;
  return (method === "PUT" || method === "DELETE") && ifMatch === undefined;
}

const isAway = ({ status }: Response) => status === 503 || status === 429;
const secondsIn = (text: string | null | undefined) => Math.max(0, Number(text ?? 0) || 0);
const pause = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, longestPauseMs)));

/** @throws Problem, StillPending, ServiceUnavailable */
async function taken(response: Response, { accepted }: Operation, codesAlone: boolean): Promise<Response> {
  // Taken, but not done: it is asked again until it is.
  if (response.status === 202 && accepted !== true) {
    await response.body?.cancel();
    throw new StillPending(response.headers.get("location"));
  }
  if (response.ok || response.status === 304) return response;
  const isFinal = response.status < 500 && response.status !== 429;
  const { success, data } = problem.safeParse(await response.json().catch(() => undefined));
  if (isFinal && success && isProblemCode(data.code)) {
    if (codesAlone) throw new Problem(data.code);
    throw new Problem(data.code, data.detail, data.errors, data.moreRows);
  }
  throw new ServiceUnavailable(`status ${response.status}`);
}

/** Sends with the token that is held and, where it is not accepted, once with a new one. */
async function sendKnown(
  options: SendOptions,
  operation: Operation,
  call: AnyCall,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const held = await options.token?.();
  const response = await sendOnce(options, operation, call, headers, held);
  if (response.status !== 401 || held === undefined) return response;
  await response.body?.cancel();
  return sendOnce(options, operation, call, headers, await options.token?.(held));
}

async function sendOnce(
  { baseUrl, timeoutMs = 10_000, fetch: sendRequest = fetch }: SendOptions,
  operation: Operation,
  call: AnyCall,
  headers: Readonly<Record<string, string>>,
  token: string | undefined,
): Promise<Response> {
  const limit = AbortSignal.timeout(call.timeoutMs ?? timeoutMs);
  const { idempotencyKey, ifMatch, ifNoneMatch, body, signal } = call;
  const path = pathOf(operation, call);
  try {
    return await sendRequest(`${baseUrl.replace(/\/+$/, "")}${path}`, {
      method: operation.method,
      // No service sends anybody on: what came from elsewhere would be taken for its answer.
      redirect: "error",
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        ...(ifMatch === undefined ? {} : { "if-match": tagOf(ifMatch) }),
        ...(ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch }),
        ...(body === undefined
          ? {}
          : { "content-type": call.type ?? operation.sends?.[0] ?? "application/json" }),
      },
      ...(body === undefined
        ? {}
        : operation.sends === undefined
          ? { body: JSON.stringify(body) }
          : contentOf(body as Content)),
    });
  } catch {
    throw new ServiceUnavailable("no answer");
  }
}

/** A stream is made anew each time: what was sent of one is gone. */
function contentOf(body: Content): RequestInit {
  if (typeof body !== "function") return { body };
  const streamed: RequestInit & { duplex: "half" } = { body: streams.from(body()), duplex: "half" };
  return streamed;
}

/** Not every browser has it; there a file is sent as it is. */
const streams = ReadableStream as unknown as {
  from(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array>;
};

const tagOf = (version: string | number) => (typeof version === "number" ? `"${version}"` : version);

/** The address below the service's own, each part and parameter encoded. @throws TypeError where a part is missing */
export function pathOf({ path }: Pick<Operation, "path">, { params = {}, query = {} }: AnyCall): string {
  const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name];
    // Such a part would be another address than the operation's.
    if (value === undefined || value === "" || value === "." || value === "..")
      throw new TypeError(`the parameter ${name} of ${path} is missing`);
    return encodeURIComponent(value);
  });
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(
    Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
  ).toString();
  return search === "" ? filled : `${filled}?${search}`;
}
