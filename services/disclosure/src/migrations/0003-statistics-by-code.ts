import { CompiledQuery, type Kysely } from "kysely";

/** The names that statistics had, and their codes. */
const codes = {
  名录库对象数: "registered",
  参与摇号对象数: "in-draw",
  "未抽取：正在接受其他检查": "open-inspection",
  "未抽取：本年度已检查": "inspected-this-year",
  "未抽取：本年度检查已达次数上限": "visits-above-cap",
  "未抽取：正作为其他摇号的候补对象": "alternate-elsewhere",
  拟抽取数: "to-draw",
  检查人员数: "inspectors",
  事先申报的回避关系数: "conflicts",
  抽中数: "drawn",
  候补数: "alternates",
  已检查数: "checked",
  对象不存在数: "gone",
  取消数: "cancelled",
  期满未检查数: "lapsed",
  发现问题的对象数: "with-findings",
  问题数: "findings",
  抽取后人员和对象调整次数: "changes",
  逾期次数: "breaches",
  作废摇号次数: "void-draws",
};

/** Statistics are kept by code, no longer by a Chinese name. The owner sees no row but within a scope. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const inCodes = `
    update disclosure.draw set statistics = (
      select jsonb_agg(jsonb_build_object('code', $1::jsonb ->> (one ->> 'name'), 'value', one -> 'value') order by place)
      from jsonb_array_elements(statistics) with ordinality as each (one, place))
    where jsonb_array_length(statistics) > 0`;
  await database.executeQuery(CompiledQuery.raw("select set_config('shuangsui.authority', 'system', true)"));
  await database.executeQuery(CompiledQuery.raw(inCodes, [JSON.stringify(codes)]));
}
