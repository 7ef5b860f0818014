/** What `shuangsui help` prints. */
export const HELP = `shuangsui: checks random inspections, by anyone

  shuangsui verify FOLDER [--keys FILE]   verify the draw in a folder of its eight files
  shuangsui verify URL [--keys FILE]      verify one draw by its page: https://…/draws/DRAWID
  shuangsui verify URL                    verify all draws of a disclosure portal: https://…
  shuangsui help                          print this

A draw that is not revealed yet is named and is no failure. The checks, the files and their form are in docs/lottery.md.

  --keys FILE   for an auditor who was shown the keys: a JSON file of "saltKey", "rosterKey", "targets" (the code of every
                target) and "inspectors" (the id of every inspector), from which all opaque ids are computed anew

exits 0 if every check passed, 1 if one failed or could not be run, 2 if it was called wrongly
`;
