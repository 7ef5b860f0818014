import { lazyClient } from "@shuangsui/temporal-kit";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { connected } from "../embedded/database.ts";
import type { Stack } from "../embedded/stack.ts";
import { sampleFiles } from "../sample/generate.ts";

/** What must hold whatever was killed, each with a query that finds the rows for which it does not. */
const checks: Readonly<Record<string, string>> = {
  "one plan and two campaigns, each with one draw that is not void": `
    select 'plans' as what, count(*) from inspection.plan having count(*) <> 1
    union all select 'campaigns', count(*) from inspection.campaign having count(*) <> 2
    union all select 'draws', count(*) from inspection.draw where state <> 'void' having count(*) <> 2`,
  "every drawn target has one inspection, and no other has one": `
    select coalesce(drawn.id, held.opaque_id) as id, count(held.id)
      from (select d.id as draw_id, line::jsonb ->> 'id' as id
              from inspection.draw d, regexp_split_to_table(rtrim(d.result, e'\\n'), e'\\n') as line
             where d.state <> 'void' and line::jsonb ? 'rank') as drawn
      full join (select * from inspection.inspection where rank is not null) as held
        on held.draw_id = drawn.draw_id and held.opaque_id = drawn.id
     group by drawn.id, held.opaque_id having count(held.id) <> 1 or drawn.id is null`,
  "every target that is gone has one alternate, and there is no other alternate": `
    select coalesce(gone.id, alternate.id) from (select * from inspection.inspection where state = 'gone' and draw_id is not null) as gone
      full join (select * from inspection.inspection where rank is null and draw_id is not null) as alternate on alternate.id = gone.alternate_id
     where gone.id is null or alternate.id is null`,
  "no event is lost or doubled": `
    ${numbered("inspection.event")} union all ${numbered("disclosure.event")}`,
  "no inspection enters a state twice": `
    select matter_id, state from (
        select matter_id, state, lag(state) over (partition by matter_id order by seq) as earlier
          from inspection.event where matter_type = 'inspection') as step
     where earlier is distinct from state group by matter_id, state having count(*) > 1`,
  "every result has one publication, and every publication all of its versions": `
    select subject_id from disclosure.publication where kind = 'result' group by subject_id having count(*) > 1
    union all
    select i.id from inspection.inspection i
      left join disclosure.publication p on p.subject_id = i.id and p.kind = 'result'
     where i.published_at is not null and (p.version is null or p.version = 0)
    union all
    select p.id from disclosure.publication p left join disclosure.publication_version v on v.publication_id = p.id
     group by p.id having count(v.version) <> p.version or coalesce(max(v.version), 0) <> p.version`,
  "nothing owed is left undone": `
    select matter_id, deed from inspection.outbox where done_at is null
    union all select matter_id, deed from disclosure.outbox where done_at is null`,
  "every owner was told of every version, but of lists of items, which are read": `
    select v.publication_id from disclosure.publication_version v
      join disclosure.publication p on p.id = v.publication_id and p.kind <> 'item-list'
      left join disclosure.outbox o on o.matter_id = v.publication_id and o.deed = 'tellOwner'
                                   and o.revision = v.version and o.refused_code is null
     where o.done_at is null`,
  "every credited inspection has one credit record, and no other has one": `
    select coalesce(i.id, c.inspection_id) from (select * from inspection.inspection where credited_at is not null) as i
      full join (select * from registry.credit_record where kind = 'inspection') as c on c.inspection_id = i.id
     group by i.id, c.inspection_id having count(c.id) <> 1 or i.id is null`,
  "no command is left undecided": `
    select id from inspection.command where outcome is null
    union all select id from disclosure.command where outcome is null`,
};

function numbered(table: string): string {
  return `select matter_id from ${table} group by matter_id having min(seq) <> 1 or max(seq) <> count(*)`;
}

/** The sample's registers by the table that holds each, and its rows. */
const registers = { entity: "entities", project: "projects", inspector: "inspectors", item: "items" };

/** Checks what the stack holds. Gives what does not hold, with the rows; waits a while for what is still on its way. */
export async function checkNothingLostOrDoubled(
  stack: Stack,
  log: (line: string) => void,
): Promise<string[]> {
  return connected(stack.superUrl, async (client) => {
    let wrong = await wrongIn(client);
    for (let tried = 0; wrong.length > 0 && tried < 60; tried += 1) {
      await pause(500);
      wrong = await wrongIn(client);
    }
    wrong.push(...(await failedWorkflows(stack)));
    for (const name of [...Object.keys(checks), "every row of the sample is registered once"])
      log(`${wrong.some((line) => line.startsWith(name)) ? "FAILED" : "holds "}  ${name}`);
    return wrong;
  });
}

async function wrongIn(client: Client): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, query] of Object.entries(checks)) {
    const { rows } = await client.query(query);
    if (rows.length > 0) wrong.push(`${name}: ${JSON.stringify(rows.slice(0, 5))}`);
  }
  for (const [table, file] of Object.entries(registers)) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from registry.${table}`,
    );
    const brought = [...sampleFiles().values()].reduce((sum, files) => sum + rowsOf(files[`${file}.csv`]), 0);
    if (rows[0]?.count !== brought)
      wrong.push(`every row of the sample is registered once: ${table}: ${rows[0]?.count} of ${brought}`);
  }
  return wrong;
}

const rowsOf = (csv = "") => csv.trimEnd().split("\n").length - 1;

/** Workflows that ended otherwise than by completing or by going on as new. */
async function failedWorkflows(stack: Stack): Promise<string[]> {
  const client = lazyClient(stack.engine);
  try {
    const failed: string[] = [];
    const query = "ExecutionStatus in ('Failed', 'Terminated', 'TimedOut', 'Canceled')";
    for await (const { workflowId, status } of client.workflow.list({ query }))
      failed.push(`workflow ${workflowId}: ${status.name}`);
    return failed;
  } finally {
    await client.connection.close();
  }
}
