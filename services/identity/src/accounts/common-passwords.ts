/**
 * What common passwords are made of: the words and runs of keys that lead the lists of leaked ones, here and abroad, and
 * those of this trade and place. Small letters; what stands before and after a word does not matter.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwort passw0rd p@ssw0rd p@ssword pass word admin administrator root user guest test demo login welcome
   letmein iloveyou monkey dragon football baseball basketball superman batman master shadow sunshine princess
   trustno1 starwars whatever freedom computer internet secret changeme default qwerty qwertyuiop qwertyuiopasdfghjkl
   asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4
   q1w2e3r4t5 zaq12wsx abc abcd abcdef abcdefg abcdefgh abcdefghijkl aaa michael jordan charlie michelle jennifer
   woaini woaini1314 iloveyou1314 wodemima mima mimamima zhongguo beijing shanghai yunnan kunming dehong mangshi ruili
   lianghe yingjiang longchuan nihao nihaoma meiyou wang wangwei zhang zhangwei liwei caonima laopo laogong baobao
   baobei xiaoxiao wozhidao gongzuo danwei zhengfu zhujianju jiansheju zhufang jianzhu anquan jiancha shuangsui
   shuangsuiji suiji yihao guanli guanliyuan chaojiguanliyuan office work company summer winter spring autumn january
   monday hello helloworld google android samsung huawei xiaomi tencent weixin wechat alibaba taobao baidu`.split(
    /\s+/,
  ),
);
