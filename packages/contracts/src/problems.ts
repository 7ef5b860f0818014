import type { ProblemPlace } from "./basics.ts";

/** One refusal the system can answer with: HTTP status, article of the regulation (if any), and its texts. */
export type ProblemEntry = { status: number; article?: number; en: string; zh: string };

/** Every refusal there is. The key is the stable code that ends a problem's `type`. */
export const problems = {
  "body/invalid": { status: 422, en: "The request does not fit its schema", zh: "请求内容不符合格式要求" },
  "body/too-large": { status: 413, en: "The request is too large", zh: "请求内容过大" },
  "body/not-json": { status: 400, en: "The request is not valid JSON", zh: "请求不是有效的 JSON" },
  "body/media-type": { status: 415, en: "The media type is not accepted here", zh: "不支持的内容类型" },
  "request/malformed": { status: 400, en: "This is not an HTTP request", zh: "请求不是有效的 HTTP 报文" },
  "request/too-slow": { status: 408, en: "The request came too slowly", zh: "请求传输超时" },
  "request/headers-too-large": { status: 431, en: "The headers are too large", zh: "请求头过大" },
  "request/too-many": {
    status: 429,
    en: "These are more requests than are taken in a minute; the header Retry-After says when to go on",
    zh: "请求过于频繁，请按 Retry-After 响应头所示时间后再试",
  },
  "caller/missing": { status: 401, en: "Nobody is signed in", zh: "未登录" },
  "caller/token-invalid": {
    status: 401,
    en: "The access token is not valid here, or no longer; sign in anew",
    zh: "登录凭证无效或者已经过期，请重新登录",
  },
  "caller/authority-unknown": {
    status: 403,
    en: "The authority for which you are to act is not one of this system",
    zh: "所代表的主管部门未在本系统登记",
  },
  "caller/not-allowed": {
    status: 403,
    en: "None of your roles may do this",
    zh: "您的岗位没有办理此事项的权限",
  },
  "caller/not-service": {
    status: 403,
    en: "Only the system's own services may do this",
    zh: "仅限系统内部服务调用",
  },
  "caller/from-elsewhere": {
    status: 403,
    en: "This was sent from a page of another site",
    zh: "请求来自其他网站的页面，未予办理",
  },
  "caller/other-person": {
    status: 409,
    en: "Somebody else is signed in now than when this page was opened; nothing was done in their name",
    zh: "现在登录的不是打开本页面的人，未以其名义办理",
  },
  "authority/not-yours": {
    status: 403,
    article: 3,
    en: "This belongs to another authority: you may read it, not change it",
    zh: "谁检查、谁反馈、谁公开：上级可以查看，不得代为办理",
  },
  "method/not-allowed": {
    status: 405,
    en: "This address does not take that method; the header Allow names those that it takes",
    zh: "该地址不支持此请求方法",
  },
  "not-found": { status: 404, en: "There is nothing here", zh: "未找到" },
  "command/key-missing": {
    status: 400,
    en: "The header Idempotency-Key (a UUID) is missing",
    zh: "缺少 Idempotency-Key 请求头（UUID）",
  },
  "command/key-reused": {
    status: 409,
    en: "This Idempotency-Key was used for another command",
    zh: "该 Idempotency-Key 已用于其他命令",
  },
  internal: {
    status: 500,
    en: "Something failed inside; it is in the log under this request's id",
    zh: "系统内部错误，已按请求编号记录",
  },
  unavailable: {
    status: 503,
    en: "A part this needs is down; try again",
    zh: "所需服务暂不可用，请稍后重试",
  },

  "version/missing": {
    status: 428,
    en: "The header If-Match names the version that is written over, as its ETag had it",
    zh: "须以 If-Match 请求头说明所修改的版本（读取时的 ETag）",
  },
  "version/changed": {
    status: 412,
    en: "Somebody else has changed it meanwhile; read it anew",
    zh: "已被他人修改，请刷新后重试",
  },
  "text/personal-data": {
    status: 422,
    en: "A text that will be public holds an ID number, a mobile number or a bank card; take it out, or name the review by which another person lets it pass: POST /api/v1/text-review-requests",
    zh: "拟公开的文本含有身份证号码、手机号码或者银行卡号，请删除；确需保留的，由他人复核说明理由后，注明复核编号（POST /api/v1/text-review-requests）",
  },
  "registry/duplicate": {
    status: 409,
    article: 12,
    en: "This is registered already",
    zh: "名录库中已有该记录",
  },
  "registry/version-conflict": {
    status: 409,
    article: 15,
    en: "It was changed by somebody else meanwhile",
    zh: "记录已被他人修改，请刷新后重试",
  },
  "registry/shared": {
    status: 403,
    article: 5,
    en: "Other authorities supervise this entity too: what they share is changed by their superior, or with the consent of each: POST /api/v1/entities/{ref}/proposals",
    zh: "该市场主体由多个单位共同监管，共享信息须由上级修改，或者提出变更建议（POST /api/v1/entities/{ref}/proposals）并经各监管单位一致同意",
  },
  "merge/not-in-force": {
    status: 409,
    article: 5,
    en: "Two entries that are in force are merged, one into the other",
    zh: "只能将两条在册的不同记录合并",
  },
  "merge/merged": {
    status: 409,
    article: 5,
    en: "It is merged already",
    zh: "该记录已被合并",
  },
  "merge/undone": {
    status: 409,
    article: 5,
    en: "The merge has been undone",
    zh: "该次合并已撤销",
  },
  "filter/duplicate": {
    status: 409,
    en: "You keep a filter of that name already",
    zh: "您已有同名的查询方案",
  },
  "filter/not-yours": {
    status: 403,
    en: "Only who keeps a filter changes it",
    zh: "查询方案只能由保存人修改",
  },
  "proposal/not-needed": {
    status: 409,
    article: 5,
    en: "Nobody has to consent to this: change it directly",
    zh: "无需其他单位同意，请直接修改",
  },
  "proposal/answered": {
    status: 409,
    article: 5,
    en: "You have given another answer to this proposal",
    zh: "贵单位已对该建议作出不同答复",
  },
  "proposal/over": {
    status: 409,
    article: 5,
    en: "This proposal was decided or withdrawn",
    zh: "该建议已办结或者撤回",
  },
  "proposal/outdated": {
    status: 409,
    article: 5,
    en: "What is shared of the entity was changed meanwhile; propose it anew on what stands now",
    zh: "共享信息已另行变更，请按现有内容重新提出建议",
  },
  "import/rows-refused": {
    status: 422,
    article: 12,
    en: "Some rows are refused; nothing was imported",
    zh: "部分行不符合要求，未导入任何数据",
  },
  "import/too-large": { status: 413, en: "The file is larger than an import may be", zh: "导入文件超出上限" },
  "tip/used": {
    status: 409,
    article: 2,
    en: "An inspection was ordered on this tip already",
    zh: "该线索已安排检查",
  },
  "tip/file-differs": {
    status: 422,
    article: 2,
    en: "The file is not the one of that SHA-256, or not of the type that it is said to be",
    zh: "文件与所列证据的校验值不符，或内容与文件类型不符",
  },
  "tip/file-too-large": {
    status: 413,
    en: "The file is larger than 10 MiB",
    zh: "文件超过 10 兆字节",
  },
  "tip/dismissed": {
    status: 409,
    article: 2,
    en: "This tip was dismissed",
    zh: "该线索已办结，未安排检查",
  },
  "tip/differs": {
    status: 422,
    article: 2,
    en: "The order has another origin or target than its tip",
    zh: "检查来源或者检查对象与线索不一致",
  },
  "import/old-xls": {
    status: 422,
    en: "This is a workbook of the old form (.xls): open it, save it as “Excel Workbook (*.xlsx)” and upload that",
    zh: "这是旧格式（.xls）文件：请打开后另存为“Excel 工作簿（*.xlsx）”再上传",
  },
  "import/encrypted": {
    status: 422,
    en: "The workbook is protected by a password: take it off (File, Info, Protect Workbook) and upload it again",
    zh: "文件设有打开密码：请在“文件—信息—保护工作簿”中清除密码后重新上传",
  },
  "import/damaged": {
    status: 422,
    en: "The workbook is cut off or damaged: open it, save it anew and upload that",
    zh: "文件不完整或者已损坏：请打开后重新保存，再上传",
  },
  "import/not-a-sheet": {
    status: 422,
    en: "This is neither a workbook (.xlsx) nor a CSV text",
    zh: "文件既不是工作簿（.xlsx），也不是 CSV 文本",
  },
  "import/inflated": {
    status: 422,
    en: "The workbook's contents are far larger than its file: it is not unpacked",
    zh: "文件展开后的内容远大于文件本身，为安全起见不予展开",
  },
  "import/which-sheet": {
    status: 422,
    en: "The sheet to be read cannot be told; name one of those of the workbook",
    zh: "无法确定要导入的工作表，请指明其名称",
  },
  "import/other-register": {
    status: 422,
    en: "The headings are those of another register's sheet",
    zh: "表头属于另一名录的模板，请核对所选的名录",
  },
  "import/wrong-state": {
    status: 409,
    en: "The import's state does not allow this",
    zh: "导入当前状态不允许此操作",
  },
  "import/too-many": {
    status: 409,
    en: "As many imports of this authority are under way as may be; apply or cancel some",
    zh: "本单位未办结的导入已达上限，请先确认或者取消",
  },
  "import/source-busy": {
    status: 409,
    en: "An import of this source into this register is not over yet",
    zh: "该来源向此名录的上一次导入尚未办结",
  },
  "import/cursor-moved": {
    status: 409,
    en: "The source's changes do not follow on what was applied of it last; GET /api/v1/import-sources tells from where it goes on",
    zh: "该来源的变更与上次已导入的位置不衔接，请先查询已导入到的位置",
  },
  "import/gave-up": {
    status: 500,
    en: "The import could not be carried through: something failed inside, again and again",
    zh: "导入多次尝试未能完成，请联系系统管理员",
  },
  "item/not-in-force": {
    status: 409,
    article: 8,
    en: "The item or its legal basis is not in force",
    zh: "抽查事项或其依据已失效",
  },

  "calendar/wrong-order": { status: 422, en: "A holiday ends before it begins", zh: "放假结束日早于开始日" },
  "calendar/too-long": {
    status: 422,
    en: "A holiday is longer than 15 days, which would be a slip of the pen",
    zh: "单个假期超过 15 天，请核对日期",
  },
  "calendar/days-overlap": {
    status: 422,
    en: "A day is named twice",
    zh: "同一日期重复列出",
  },
  "calendar/off-and-worked": {
    status: 422,
    en: "A day is both off and worked",
    zh: "同一日期既放假又上班",
  },
  "calendar/no-days": {
    status: 422,
    en: "A notice that takes no other's place names a day off or a day worked",
    zh: "通知未列出任何放假或上班日期",
  },
  "calendar/number-used": {
    status: 409,
    en: "This authority's notice of that number was entered already",
    zh: "该单位的同文号通知已录入",
  },
  "calendar/supersedes-unknown": {
    status: 409,
    en: "The notice whose place it takes was not entered for this authority",
    zh: "未找到该单位被替代的通知",
  },
  "calendar/already-superseded": {
    status: 409,
    en: "Another notice has taken that one's place already",
    zh: "该通知已被其他通知替代",
  },

  "plan/not-published": {
    status: 409,
    article: 16,
    en: "The plan is not published",
    zh: "执法检查计划尚未公布",
  },
  "plan/wrong-state": {
    status: 409,
    article: 16,
    en: "The plan's state does not allow this",
    zh: "计划当前状态不允许此操作",
  },
  "plan/own-submission": {
    status: 403,
    article: 16,
    en: "Who submitted the plan does not review it",
    zh: "提交审核的人员不得审核本人提交的计划",
  },
  "plan/not-who-submitted": {
    status: 403,
    article: 16,
    en: "Only whoever submitted the plan takes it back",
    zh: "只有提交审核的人员可以撤回提交",
  },
  "plan/filter-not-usable": {
    status: 422,
    article: 18,
    en: "The scope's filter is none that all in the authority share, is of another register, or narrows by what a scope may not have: persons, classes or states",
    zh: "检查范围引用的查询方案不存在、未在本单位共享、不属于该名录库，或者含有不得用于检查范围的条件（人员、信用等级、状态）",
  },
  "plan/empty-scope": {
    status: 422,
    article: 18,
    en: "The scope matches no target",
    zh: "检查范围内没有检查对象",
  },
  "plan/incomplete": {
    status: 422,
    article: 18,
    en: "Scope, inspectors, ratio with frequency, and time are all mandatory",
    zh: "计划须含对象范围、人员要求、比例频次、实施时间",
  },
  "plan/ratio-above-cap": {
    status: 422,
    article: 20,
    en: "The year's ratio is above the cap",
    zh: "年度抽查比例超过上限",
  },
  "plan/frequency-above-cap": {
    status: 422,
    article: 20,
    en: "The year's frequency is above the cap",
    zh: "年度抽查频次超过上限",
  },
  "plan/exclusion-reason-missing": {
    status: 422,
    article: 20,
    en: "Inspecting again those already inspected needs a written reason",
    zh: "重复检查须书面说明理由",
  },

  "campaign/no-scheme": {
    status: 409,
    article: 22,
    en: "The campaign has no scheme",
    zh: "抽查任务没有检查方案",
  },
  "campaign/wrong-state": {
    status: 409,
    article: 22,
    en: "The campaign's state does not allow this",
    zh: "抽查任务当前状态不允许此操作",
  },
  "campaign/outside-window": {
    status: 422,
    article: 18,
    en: "That is outside the plan's time window",
    zh: "不在计划实施时间内",
  },
  "draw/venue-not-approved": {
    status: 409,
    article: 23,
    en: "A local draw has no approval on record",
    zh: "本地摇号未备案批准",
  },
  "draw/too-small": {
    status: 422,
    article: 20,
    en: "The ratio draws nobody from a registry this small",
    zh: "名录库过小，按比例抽取数为零",
  },
  "draw/unservable-target": {
    status: 422,
    article: 21,
    en: "Some targets have no officers who could inspect them",
    zh: "部分检查对象没有可派的检查人员",
  },
  "draw/overlaps": {
    status: 409,
    article: 5,
    en: "Another draw over some of these targets is committed to and not drawn yet",
    zh: "另一次摇号已锁定部分相同对象且尚未摇出，请待其完成后再承诺",
  },
  "draw/immutable": {
    status: 409,
    article: 23,
    en: "What was published of a draw stands as it is",
    zh: "已公开的摇号内容不得更改",
  },
  "draw/does-not-verify": {
    status: 422,
    article: 23,
    en: "The draw does not verify, so it is not shown",
    zh: "摇号未通过核验，不予公开",
  },
  "draw/not-revealed": {
    status: 404,
    article: 23,
    en: "This draw's file is not public yet",
    zh: "该摇号文件尚未公开",
  },
  "draw/witnesses-missing": {
    status: 409,
    article: 23,
    en: "Two or more witnesses of different units are needed first",
    zh: "须有两名以上不同单位的见证人",
  },
  "draw/contribution-mismatch": {
    status: 422,
    article: 23,
    en: "The contribution is not the one committed to",
    zh: "见证人提交的随机数与承诺不符",
  },
  "draw/not-its-witness": {
    status: 403,
    article: 23,
    en: "Only a witness of this draw, signed in as themself with an account that names who they are, contributes to it",
    zh: "只能由本次摇号的见证人以本人账号办理",
  },
  "draw/witness-not-independent": {
    status: 403,
    article: 23,
    en: "A witness is of another unit than the authority that draws, and is none of its drawers",
    zh: "见证人不得为摇号单位的人员，也不得为本次摇号的操作人员",
  },
  "draw/witness-name-taken": {
    status: 409,
    article: 23,
    en: "Another witness of this draw has the same name",
    zh: "本次摇号已有同名见证人",
  },
  "draw/too-late": { status: 409, article: 23, en: "The time for this has passed", zh: "已超过规定时间" },
  "draw/witness-defaulted": {
    status: 409,
    article: 23,
    en: "This witness did not reveal in the void draw and is replaced by another",
    zh: "该见证人在作废的摇号中未揭示，须更换",
  },
  "draw/not-void": {
    status: 409,
    article: 23,
    en: "Only a void draw is drawn again",
    zh: "只有作废的摇号才能重新进行",
  },

  "inspection/wrong-state": {
    status: 409,
    article: 25,
    en: "The inspection's state does not allow this",
    zh: "检查当前状态不允许此操作",
  },
  "inspection/team-too-small": {
    status: 409,
    article: 25,
    en: "A team has at least two officers",
    zh: "检查组执法检查人员不得少于2人",
  },
  "inspection/team-lacking": {
    status: 409,
    article: 24,
    en: "Nobody can be found who makes the team whole: officers, or a type or speciality that the items need, are lacking",
    zh: "没有符合条件的人员可以组成检查组：人数、执法类型或者专业不足",
  },
  "inspection/team-conflict": {
    status: 409,
    article: 24,
    en: "An inspector of the team has declared an interest in this target",
    zh: "检查组人员与检查对象有事先申报的利害关系，应当回避",
  },
  "inspection/not-emergency": {
    status: 422,
    article: 25,
    en: "Only a check on a case may begin before its approval; one by a plan is never an emergency",
    zh: "只有个案检查可以因紧急情况先行实施、事后审批",
  },
  "target/not-active": {
    status: 409,
    article: 15,
    en: "The target is not registered as active with this authority or its subordinates",
    zh: "该检查对象未在本单位或者下级单位的名录库中处于有效状态",
  },
  "inspection/not-approved": {
    status: 409,
    article: 25,
    en: "No approval of this check by the authority's head is on record",
    zh: "本次检查没有行政机关负责人批准的记录",
  },
  "inspection/visit-cap": {
    status: 409,
    article: 20,
    en: "This target was visited as often this year, by all authorities together, as the cap allows",
    zh: "该检查对象本年度接受各单位检查的次数合计已达上限",
  },
  "visits/above-superior": {
    status: 409,
    article: 20,
    en: "The superior's cap of visits is lower, or it exempts less",
    zh: "设置宽于上级规定的年度检查次数上限或者豁免范围",
  },
  "approval/number-used": {
    status: 409,
    article: 25,
    en: "Another approval has this number",
    zh: "该审批表编号已用于另一次审批",
  },
  "inspection/certificate-invalid": {
    status: 409,
    article: 25,
    en: "An officer's certificate is not valid",
    zh: "执法检查人员证件无效",
  },
  "inspection/not-in-team": {
    status: 409,
    article: 24,
    en: "That person is not in this team",
    zh: "该人员不在检查组内",
  },
  "inspection/recusal-open": {
    status: 409,
    article: 24,
    en: "A recusal is not decided yet",
    zh: "回避申请尚未作出决定",
  },
  "inspection/own-work": {
    status: 403,
    article: 30,
    en: "Who is of the team does not answer objections to what it found",
    zh: "检查组成员不得处理对本次检查的异议",
  },
  "recusal/own-request": {
    status: 403,
    article: 24,
    en: "Who asked for a recusal does not decide on it",
    zh: "提出回避申请的人不得自行决定",
  },
  "text-review/own-request": {
    status: 403,
    article: 30,
    en: "Who asked for the review of a text does not decide on it",
    zh: "提请复核的人员不得复核本人提交的文本",
  },
  "text-review/decided": { status: 409, article: 30, en: "It was reviewed already", zh: "该文本已经复核" },
  "supervision/wrong-state": {
    status: 409,
    article: 4,
    en: "The supervision order does not stand where this can be done",
    zh: "督办当前状态不能办理此事项",
  },
  "supervision/not-subordinate": {
    status: 403,
    article: 4,
    en: "Supervision is ordered at a subordinate's matter, not at one's own",
    zh: "督办由上级对下级下达，不能对本单位下达",
  },
  "supervision/not-who-ordered": {
    status: 403,
    article: 4,
    en: "Only who ordered the supervision, or to whom it was escalated, may do this",
    zh: "仅限下达督办的上级，或者督办逾期后提请的上级办理",
  },
  "inspection/check-begun": { status: 409, article: 24, en: "The check has begun", zh: "现场检查已开始" },
  "inspection/notice-missing": {
    status: 409,
    article: 25,
    en: "The notice has not been delivered",
    zh: "检查通知书尚未送达",
  },
  "record/av-gap": {
    status: 422,
    article: 26,
    en: "The recordings leave a gap without a signed reason",
    zh: "音像记录不完整且无签名说明",
  },
  "record/not-signed": {
    status: 422,
    article: 26,
    en: "The record needs the signatures of two officers and of the target, or its refusal with a witness",
    zh: "现场检查记录须有两名执法人员和被检查人签名，或拒签见证",
  },
  "report/finding-open": {
    status: 409,
    article: 27,
    en: "A finding has no path yet",
    zh: "存在未处理的问题",
  },
  "access-code/wrong": {
    status: 401,
    article: 25,
    en: "There is no such code; copy it from the notice again",
    zh: "查询码不正确，请核对检查通知书",
  },
  "access-code/used": {
    status: 401,
    article: 25,
    en: "This code was used; ask the officers who inspect you for another",
    zh: "该查询码已使用，请向检查人员索取新的查询码",
  },
  "access-code/expired": {
    status: 401,
    article: 25,
    en: "This code holds no longer; ask the officers who inspect you for another",
    zh: "该查询码已失效，请向检查人员索取新的查询码",
  },
  "access-code/too-many": {
    status: 429,
    article: 25,
    en: "Too many codes were wrong from here; wait ten minutes",
    zh: "查询码错误次数过多，请十分钟后再试",
  },
  "access-code/shown": {
    status: 409,
    article: 25,
    en: "That code was shown already and is not kept; give a new one",
    zh: "该查询码已显示过且不予保存，请重新发放",
  },
  "signature/not-yours": {
    status: 403,
    article: 29,
    en: "Only an officer of the team signs, signed in as who they are in the registry of inspectors",
    zh: "只能由检查组的执法检查人员以本人身份登录签名，不得代签",
  },
  "signature/given": {
    status: 409,
    article: 29,
    en: "You have signed this; another officer of the team signs too",
    zh: "本人已签名，须由检查组其他执法检查人员签名",
  },
  "signature/superseded": {
    status: 409,
    article: 29,
    en: "A newer revision of this paper was written; read and sign that",
    zh: "该文书已有更新的稿本，请阅后签署最新稿本",
  },
  "objection/too-late": {
    status: 409,
    article: 30,
    en: "The objection came after its window",
    zh: "已超过提出异议的期限",
  },

  "credit/not-repairable": {
    status: 409,
    article: 31,
    en: "Nothing is on record here that speaks against the target and could be repaired",
    zh: "没有可予修复的失信信息",
  },
  "credit/repaired": {
    status: 409,
    article: 31,
    en: "This record was repaired: it stands as it is",
    zh: "该信用记录已修复，不再变更",
  },
  "credit/of-inspection": {
    status: 409,
    article: 31,
    en: "This record came of an inspection: it is repaired by that inspection's command `repair`, which takes its result down as well",
    zh: "该信用记录由检查结果形成，应当在该次检查中办理信用修复，并同时停止公示",
  },

  "publication/wrong-state": {
    status: 409,
    article: 30,
    en: "The publication's state does not allow this",
    zh: "公示当前状态不允许此操作",
  },
  "publication/superseded": {
    status: 409,
    article: 30,
    en: "A newer revision was handed over before",
    zh: "已收到更新的版本",
  },
  "publication/nothing-to-publish": {
    status: 409,
    article: 30,
    en: "There is nothing to publish yet",
    zh: "尚无可公示的内容",
  },

  "sign-in/expired": {
    status: 400,
    en: "This sign-in has expired: go back to where you came from and sign in again",
    zh: "登录请求已失效，请返回原系统重新登录",
  },
  "sign-in/not-completed": {
    status: 400,
    en: "This sign-in was not completed: it began in another browser, was used already, or is too old; sign in again",
    zh: "登录未完成：该登录不是在本浏览器发起，或者已经用过、已经过期，请重新登录",
  },
  "sign-in/refused": { status: 401, en: "Account or password is wrong", zh: "账号或者密码错误" },
  "sign-in/wrong-code": { status: 401, en: "The code is wrong or was used", zh: "动态验证码错误或者已使用" },
  "sign-in/locked": {
    status: 429,
    en: "Too many attempts failed; the header Retry-After says when to try again",
    zh: "尝试次数过多，请稍后再试",
  },
  "password/too-short": {
    status: 422,
    en: "A password has 12 characters or more",
    zh: "密码不得少于 12 个字符",
  },
  "password/too-long": {
    status: 422,
    en: "A password has 128 characters at the most",
    zh: "密码不得超过 128 个字符",
  },
  "password/common": {
    status: 422,
    en: "The password is a common one, or little more than a common word, a run of keys or the account",
    zh: "密码过于常见，或者主要由常见词语、键盘顺序、账号构成",
  },
  "password/differs": { status: 422, en: "The two passwords differ", zh: "两次输入的密码不一致" },
  "account/token-missing": {
    status: 401,
    en: "An access token is missing, or it does not hold",
    zh: "缺少访问令牌，或者令牌无效",
  },
  "account/administrators-only": {
    status: 403,
    en: "Only administrators may do this",
    zh: "仅限系统管理员办理",
  },
  "account/login-taken": { status: 409, en: "Somebody signs in as that already", zh: "该账号名已被使用" },
  "account/inspector-taken": {
    status: 409,
    en: "Another account is this inspector's already: each inspector signs as one person",
    zh: "该检查人员已有账号，一名检查人员只能有一个账号",
  },
  "account/own": {
    status: 409,
    en: "Nobody changes, disables or resets the own account: another administrator does",
    zh: "不得修改、停用或者重置本人账号，须由其他管理员办理",
  },
  "account/last-administrator": {
    status: 409,
    en: "This is the last administrator of its authority: make another one first",
    zh: "这是该单位最后一名系统管理员，须先设立另一名",
  },
  "operator/not-yours": {
    status: 401,
    en: "Only who shows the operator's secret may do this",
    zh: "仅限持有运维密钥者办理",
  },

  "events/ahead": {
    status: 409,
    en: "The feed has not come that far: the service was restored from a copy; read it from a place that is there",
    zh: "事件序列尚未到达该位置（服务可能已从备份恢复），请从现有位置重新读取",
  },
  "events/too-many-streams": {
    status: 503,
    en: "As many streams of events are open as may be; read the feed page by page, or try again",
    zh: "事件流连接数已达上限，请分页读取或稍后重试",
  },
  "webhook/address-refused": {
    status: 422,
    en: "A webhook goes to an https address of the public network, without a name and password in it",
    zh: "回调地址须为公共网络上的 https 地址，且不得含有用户名和密码",
  },
  "webhook/too-many": {
    status: 409,
    en: "The authority has as many webhooks as it may",
    zh: "该单位的回调数量已达上限",
  },
  "webhook/delivery-waiting": {
    status: 409,
    en: "The delivery still waits for its next attempt",
    zh: "该投递仍在等待下一次尝试",
  },
} as const satisfies Record<string, ProblemEntry>;

/** The stable code of a refusal. */
export type ProblemCode = keyof typeof problems;

/** A refusal, thrown once and turned into RFC 9457 at one place. It carries no personal data. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly places: readonly ProblemPlace[];
  /** How many more rows of an import have faults than the places name. */
  readonly moreRows: number;

  constructor(code: ProblemCode, detail?: string, places: readonly ProblemPlace[] = [], moreRows = 0) {
    super(code);
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
    this.places = places;
    this.moreRows = moreRows;
  }
}

/** Whether a text is the code of a refusal in the catalogue. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problems, text);
}

/** The catalogue's entry for a code. */
export function problemEntry(code: ProblemCode): ProblemEntry {
  return problems[code];
}
