import type { SampleAuthority, Town } from "./authorities.ts";
import { makePhone } from "./codes.ts";
import type { Random } from "./random.ts";

/** A maker of names that read as real and belong to nobody; names of firms and phone numbers never repeat. */
export type Names = {
  person(): string;
  /** An address, and the town in which it is. */
  address(authority: SampleAuthority): { address: string; town: Town };
  /** A firm of a trade, such as 芒市澜禾屿建筑工程有限公司. */
  firm(authority: SampleAuthority, trade: string): string;
  /** The name of a housing estate or place, such as 榕云湾. */
  place(): string;
  phone(): string;
};

const surnames = [
  ..."李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文刀思线尚排岳闷帕",
];
const given = [
  ..."岚屿蘅禾澄砚昭翊衡朗琬沅晗祺恺旻沛霖钧铎淳煦曦瑾瑜璟珩彧筠萱芮苒葳菡蓓榆楠桐柏杉栩枫梓松岩峥嵘崧峻川泽润泓涵澜浔清源",
];
const firstMarks = [..."澜榕翡禾屿岚滇瑾霁蘅璟沅筠砚"];
const secondMarks = [..."禾屿澄岩川霖桐柏岭谷泽朗晟序衡"];
const thirdMarks = [..."序岭渡陌坞畔垚圃舟桥甸野榆杉"];
const roads = [
  "榕荫路",
  "勐禾路",
  "翡岭路",
  "澜桥街",
  "芒棠路",
  "团岭路",
  "凤桐路",
  "象榆街",
  "金榕路",
  "青坞路",
  "竹楼巷",
  "云谷路",
];
const estates = ["湾", "里", "苑", "雅居", "华庭", "新村", "广场", "家园"];

/** The names drawn from a random source. */
export function namesFrom(random: Random): Names {
  const taken = new Set<string>();
  let phones = 0;
  const mark = () => random.pick(firstMarks) + random.pick(secondMarks) + random.pick(thirdMarks);
  const once = (make: () => string): string => {
    const name = make();
    if (taken.has(name)) return once(make);
    taken.add(name);
    return name;
  };
  return {
    person: () =>
      random.pick(surnames) + random.pick(given) + (random.between(1, 10) > 2 ? random.pick(given) : ""),
    address: (authority) => {
      const town = random.pick(authority.towns);
      const address = `云南省德宏傣族景颇族自治州${town.name}${random.pick(roads)}${random.between(1, 288)}号`;
      return { address, town };
    },
    firm: (authority, trade) => once(() => `${authority.name}${once(mark)}${trade}有限公司`),
    place: () => once(() => random.pick(firstMarks) + random.pick(secondMarks) + random.pick(estates)),
    phone: () => makePhone(phones++),
  };
}
