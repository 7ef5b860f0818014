/** What `shuangsui help` prints. */
export const HELP = `shuangsui: checks random inspections, by anyone, what is on record of who did what, by auditors, lets witnesses take
part in draws, brings files into registers and takes lists away as files, and lets operators add authorities and have tokens

  shuangsui verify FOLDER [--keys FILE]   verify the draw in a folder of its eight files
  shuangsui verify URL [--keys FILE]      verify one draw by its page: https://…/draws/DRAWID
  shuangsui verify URL                    verify all draws of a disclosure portal: https://…
  shuangsui audit verify --service NAME --url URL --authority CODE [--head N:HASH]
                                          verify a service's audit trail by its API, as an authority's auditor
  shuangsui audit verify --service NAME --database URL [--head N:HASH]
                                          the same for an operator, in its database, with all entries
  shuangsui import REGISTER FILE --authority CODE [--sheet NAME] [--dry-run] [--errors OUT.xlsx] [--url URL]
                                          bring a file into a register: entities, projects, inspectors, items, credit, conflicts
  shuangsui export LIST FILE --authority CODE [--where NAME=VALUE]… [--lang zh|en] [--role ROLE] [--url URL]
                                          take a whole list away: entities, tips, changes, certificates/ending, inspections, plans …
  shuangsui token --role ROLE --authority CODE   print an access token that holds for ten minutes
  shuangsui witness commit CAMPAIGN --url URL [--keep FOLDER]
                                          bind yourself to a secret that is made and kept on this machine
  shuangsui witness reveal CAMPAIGN --url URL [--keep FOLDER]
                                          give the secret, once the draw is committed to and that is public
  shuangsui authorities [FILE --database URL]    keep the authorities of a file in all services, while they run
  shuangsui help                          print this

A draw that is not revealed yet is named and is no failure. The checks, the files and their form are in docs/lottery.md.

  --keys FILE   for an auditor who was shown the keys: a JSON file of "saltKey", "rosterKey", "targets" (the code of every
                target) and "inspectors" (the id of every inspector), from which all opaque ids are computed anew

The audit trail is a chain: an entry that was removed, changed or moved is found. A chain that was cut off at its end is found by
the head that was printed when it was verified before: keep it elsewhere.

  --service NAME  registry, inspection, disclosure, identity or console
  --head N:HASH   a head that was kept: it has to be part of the chain
  SHUANGSUI_TOKEN in the environment is the token of an auditor of that authority, which is shown to the API
A witness's secret is in a file that its owner alone can read, by default in ~/.shuangsui/witness. Only its hash leaves the
machine before the reveal. SHUANGSUI_TOKEN is the witness's own token; URL is where the inspection service is.

authorities reads a JSON list of all of them, each with code, parent, level, name, short and english, and adds and changes what
differs; none is removed. URL is a superuser's of the services' database. Without both it takes authorities.json of the data
folder of the system that runs in this checkout (npm start: .data).

import takes .xlsx, .csv or .json, all rows or none, of the sheet NAME where there are several; with --dry-run it only checks, and prints how many rows would change an entry and what the
first hundred would change. It prints what is wrong, row by row, and as its last
line the counts in JSON: created, changed, unchanged, refused. OUT.xlsx is the same sheet with its faults marked, which a .json has not. It
exits with 3 where rows are refused, be OUT.xlsx written or not. SHUANGSUI_TOKEN is a registry clerk's token, with URL where the registry is; without them it asks as token does.

export writes .xlsx or .csv, as the file is called: all of the list that holds by its query, such as --where status=active, as the
role may see it (registry-clerk by itself). Without a LIST it names all. Addresses and tokens are found as import does; URL is
the registry's, or for inspections, inspections/figures, plans, campaigns and supervision-orders the inspection service's.

token asks the system that runs in this checkout (npm start), or the one of ISSUER_URL with OPERATOR_SECRET. Roles are
administrator, registry-clerk, planner, drawer, witness, officer, expert, reviewer, approver, publisher, supervisor,
auditor and justice; an authority is named by its division code, such as 533103. Use it as the header
Authorization: Bearer TOKEN.

exits 0 if every check passed, 3 if rows of an import were refused, 1 if a check failed or could not be run, 2 if it was called wrongly
`;
