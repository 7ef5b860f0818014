/** The words of the planner's pages and the draw room in Chinese, fetched with those pages. */
export const plannerZh = {
  caps: {
    title: "上限及使用情况",
    ratio: "全年抽查总量上限 {ratio}",
    registry: "名录库对象数",
    own: "本计划抽取",
    others: "其他计划抽取",
    most: "上限个数",
    left: "剩余",
    above: "超出上限",
    frequency: "每个条目全年至多抽取 {count} 次。",
    visitCap: "每个对象全年至多接受 {count} 次入企检查（依据：{source}）。",
    noVisitCap: "没有设定入企检查频次上限。",
    atCap: "已达上限",
    oneLeft: "尚余一次",
    free: "尚余更多",
    drawnBefore: "本年度已抽取",
    times: "{count} / {most} 次",
    ratioLabel: "抽查比例（小数，0.03 即 3%；全年总量至多为名录库的 {cap}）",
    frequencyLabel: "每年次数（至多 {cap} 次）",
  },
  preview: {
    title: "按当前填写内容预览（不保存）",
    incomplete: "填写年度和条目后显示预览。",
    entry: "条目 {number}“{title}”",
    wholePlan: "整个计划",
    byClass: "按风险分类",
    byCounty: "按县市",
    byTrade: "按类别",
    suiting: "可派的检查人员",
    holding: "持有",
    persons: "人数",
    officerDaysRule: "每次检查按执法人员每人一天计算。",
    sharedOnce:
      "与“{title}”的对象范围重叠 {population} 个：任一方先抽中并检查的，另一方抽取时依法排除，不会检查两次，另一方的事项也就不在该对象检查。要一次检查全部事项的，把两者的事项合入同一条目。",
    sharedTwice:
      "与“{title}”的对象范围重叠，至多 {population} 个对象可能检查两次，因为有条目不排除本年度已检查的对象。把两者的事项合入同一条目，即由同一检查组一次检查。",
    shared: "重叠的对象（前 {count} 个）",
    sharedUnknown: "两个条目都用了筛选，重叠的对象在抽取时才能确定。",
    publicText: "公示文本",
    publicTextLater: "没有须更正的内容后，在此显示公众将看到的文本。",
  },
  review: {
    about: "请逐项审阅以下内容，无误后予以公示；不同意公示的，请退回修改并写明理由。",
    others: "本年度同时有效的其他计划",
    noOthers: "本年度没有其他现行计划。",
    submitAbout: "提交后由其他人员审核：审核通过的予以公示，须修改的退回并写明理由。审核期间不能修改草案。",
    waits: "{person}已提交审核，由提交人以外的人员审核。审核期间不能修改。",
    returned: "{person}于 {time} 退回修改",
    withdrawAbout: "撤回后计划恢复为草案，可以修改、重新提交或者删除。",
    returnAbout: "退回后计划恢复为草案，编制人将看到以下理由。",
    own: "您提交了本计划，须由其他人员审核。",
  },
  remove: {
    title: "删除草案",
    about: "删除后不能恢复，办理记录仍保留。",
  },
  trigger: {
    about:
      "将按现行计划的条目“{title}”建立一次抽查任务，计入该条目的全年次数（{done} / {most}）。任务建立后编制检查方案、由见证人提交承诺，再锁定名录并摇号。",
    made: "已启动 {done} / {most} 次",
  },
  approvals: {
    title: "检查审批记录",
    none: "没有审批记录。",
    recordedAt: "记录时间",
  },
  room: {
    waitsForBeacon: "等待公开随机源",
    witnessesDone: "见证人已揭示 {done} / {count}",
    drawing: "正在摇号",
    handedIn: "随机数已交齐，系统即将摇号。",
    drawnAt: "已于 {time} 摇号",
    drawnResult: "抽取 {count} 个对象，检查组已确定。",
    beaconBy: "见证人最迟于 {time} 揭示",
    rolling: "正在逐个计算摇号值；摇号值在检查结束后连同秘密数一并公开，届时可在此重播。",
  },
} as const satisfies Words;

type Words = { readonly [group: string]: { readonly [name: string]: string } };
/** The same words in any language. */
export type PlannerWords = {
  readonly [Group in keyof typeof plannerZh]: { readonly [Name in keyof (typeof plannerZh)[Group]]: string };
};
