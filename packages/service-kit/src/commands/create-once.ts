import { recordAudit } from "../audit/entries.ts";
import { breaksUniqueKey } from "../database.ts";
import type { Frame } from "../frame.ts";
import type { FrameWork } from "../frame-tables.ts";
import { endingOf, findByKey, fingerprintOf, keep, received, requireSame, type Submission } from "./inbox.ts";

/**
 * What the same request made before, for who must ask others first where it made nothing.
 * @throws Problem `command/key-reused`
 */
export async function createdBefore<W extends FrameWork>(
  { database }: Pick<Frame<W>, "database">,
  type: string,
  asked: Submission,
): Promise<string | undefined> {
  const before = await database.as(asked.caller.authority, (work) =>
    findByKey(work, asked.caller, asked.key),
  );
  if (before !== undefined) requireSame(before, fingerprintOf(type, { ...asked, matterId: "" }));
  return before?.matter_id;
}

/**
 * Makes something once a key: runs `create` where the key was not used, and gives the id of what it made, or of what the
 * same request made before. What a superior makes for a subordinate is that one's own: it is made under its sight.
 * @throws Problem `command/key-reused`
 */
export async function createOnce<W extends FrameWork>(
  frame: Pick<Frame<W>, "database" | "clock">,
  type: string,
  asked: Submission,
  create: (work: W, id: string, at: Date) => Promise<void>,
  authority: string = asked.caller.authority,
): Promise<string> {
  const { database, clock } = frame;
  const fingerprint = fingerprintOf(type, { ...asked, matterId: "" });
  const attempt = async () => {
    // Of the keys of a superior its subordinate sees those alone that were used on its own.
    const known = authority === asked.caller.authority ? undefined : await createdBefore(frame, type, asked);
    return known ?? make();
  };
  const make = () =>
    database.as(authority, async (work) => {
      const before = await findByKey(work, asked.caller, asked.key);
      if (before !== undefined) {
        requireSame(before, fingerprint);
        return before.matter_id;
      }
      const at = await clock.now(work);
      const command = received({ type, authority }, asked, fingerprint, at);
      await keep(work, command, { ...endingOf(undefined), told_at: at });
      await Promise.all([
        create(work, asked.matterId, at),
        recordAudit(work, [
          {
            at,
            authority,
            callerAuthority: asked.caller.authority,
            actor: command.actor,
            action: `${type}/${asked.type}`,
            subject: asked.matterId,
            code: null,
            before: null,
            after: { command: command.id, fingerprint },
            remote: command.remote,
            requestId: command.request_id,
          },
        ]),
      ]);
      return asked.matterId;
    });
  return attempt().catch((error: unknown) => {
    if (breaksUniqueKey(error, "command_once_a_key")) return attempt();
    throw error;
  });
}
