import { sql } from "kysely";
import type { Work } from "../register/register.ts";

/** How many targets are registered in a township, and the mean of their places in degrees of WGS-84, null where none has one. */
export type CountedTownship = {
  code: string;
  targets: number;
  longitude: number | null;
  latitude: number | null;
};

/** The targets that these authorities supervise, by the township in which they are; an entity of several counts once. */
export async function targetsByTownship(
  work: Work,
  authorities: readonly string[],
): Promise<CountedTownship[]> {
  const { rows } = await sql<CountedTownship>`
    select territory as code, count(*)::integer as targets, avg(longitude) as longitude, avg(latitude) as latitude
    from (
      select territory, longitude, latitude from entity e
      where exists (select from entity_supervision s
        where s.credit_code = e.credit_code and s.authority = any(${[...authorities]}::text[]) and s.status = 'active')
      union all
      select territory, longitude, latitude from project
      where authority = any(${[...authorities]}::text[]) and status = 'active'
    ) target
    where length(territory) = 9
    group by territory order by territory`.execute(work);
  return rows;
}
