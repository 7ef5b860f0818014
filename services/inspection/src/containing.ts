import { sql, type Expression, type SqlBool } from "kysely";

/**
 * Whether one of these columns has that text, however its letters are written. Plans, campaigns and orders are hundreds a year and
 * authority: their rows are read, no index is kept for it.
 */
export function containing(text: string, ...columns: readonly string[]): Expression<SqlBool> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`(${sql.join(
    columns.map((column) => sql`${sql.ref(column)} ilike ${pattern}`),
    sql` or `,
  )})`;
}
