import { outsideEn } from "./outside-words.en.ts";
import { outsideZh } from "./outside-words.zh.ts";
import { en } from "./words.en.ts";
import type { Language } from "./words.ts";
import { zh } from "./words.zh.ts";

/** What is said of something in each language. */
export type Said = Readonly<Record<Language, string>>;

const said = (inChinese: string, inEnglish: string): Said => ({ zh: inChinese, en: inEnglish });

/** The operations of whatever has versions. */
const versioned = (path: string, name: Said): Record<string, Said> => ({
  [`get${path}`]: said(`查询${name.zh}`, `List ${name.en}`),
  [`post${path}`]: said(`登记${name.zh}`, `Register one of the ${name.en}`),
  [`get${path}ByRef`]: said(`查看一条${name.zh}`, `Read one of the ${name.en}`),
  [`patch${path}ByRef`]: said(`修改一条${name.zh}`, `Change one of the ${name.en}`),
  [`get${path}ByRefHistory`]: said(
    `查看一条${name.zh}的历次版本`,
    `Read the versions of one of the ${name.en}`,
  ),
  [`get${path}ByRefDifference`]: said(
    `比较一条${name.zh}的两个版本`,
    `Compare two versions of one of the ${name.en}`,
  ),
});

/** The operations that each register has. */
const register = (path: string, name: Said): Record<string, Said> => ({
  ...versioned(path, name),
});

/** The commands on a kind of matter, by the words that they have everywhere else. */
function commands<Name extends string>(
  path: string,
  kind: Said,
  names: { zh: Readonly<Record<Name, string>>; en: Readonly<Record<Name, string>> },
  which: readonly Name[],
): Record<string, Said> {
  return Object.fromEntries(
    which.map((name) => [
      `post${path}ByIdCommands${pascal(name)}`,
      said(`${kind.zh}：${names.zh[name]}`, `${kind.en}: ${names.en[name]}`),
    ]),
  );
}

const pascal = (words: string) =>
  words
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/**
 * An operation's id, from its method and its path as a route has it, `/api/v1/plans/:id`: `getPlansById`. What calls a client
 * made from the documents has its methods named so.
 */
export function operationIdOf(method: string, path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== "api" && part !== "v1");
  const named = parts.map((part) => (part.startsWith(":") ? `By${pascal(part.slice(1))}` : pascal(part)));
  return [method.toLowerCase(), ...named].join("");
}

/** Those by which lists are taken away, by what the lists are called. */
const files = Object.fromEntries(
  Object.entries(outsideZh.listTitle).map(([name, title]) => [
    operationIdOf("GET", `/api/v1/${name}/export`),
    said(
      `导出${title}`,
      `Export as a file: ${new Map(Object.entries(outsideEn.listTitle)).get(name)?.toLowerCase() ?? name}`,
    ),
  ]),
);

/** What each operation of the services' APIs does, by its id. */
export const operations: Readonly<Record<string, Said>> = {
  ...files,
  ...register("Items", said("抽查事项", "items that may be inspected")),
  ...register("Entities", said("市场主体", "market entities")),
  ...register("Projects", said("工程项目", "construction projects")),
  ...register("Inspectors", said("检查人员", "inspectors")),
  ...register("Conflicts", said("利害关系", "conflicts of interest")),
  ...register("CreditRecords", said("信用记录", "credit records")),
  ...versioned("LegalBases", said("检查依据", "legal bases")),
  patchLegalBasesByRef: said("修改或者废止检查依据", "Change a legal basis, or enter its repeal"),
  postItemsCompile: said(
    "依上级清单和权力清单编制抽查事项清单",
    "Compile a list of items from the superior's",
  ),
  getSnapshotItems: said("读取抽查事项清单快照", "Read the snapshot of items"),
  getItemsUnused: said("查询五年未使用的抽查事项", "List items unused for five years"),
  getPlansByIdMarks: said("查询计划所依事项的失效情况", "Read what stands against a plan's items"),
  getCampaignsByIdMarks: said("查询任务所依事项的失效情况", "Read what stands against a campaign's items"),
  ...versioned("Tips", said("检查线索", "tips")),
  patchTipsByRef: said("办结或者重新受理检查线索", "Dismiss a tip, or take it up again"),
  getTipsByIdCard: said("读取一条检查线索的来源和对象", "Read a tip's origin and target"),
  putTipsByIdInspection: said("记入线索引起的检查", "Enter the inspection that a tip brought about"),
  getTipsByIdInspection: said("查看检查线索的办理情况", "Read what became of a tip"),
  getSourceLists: said("查询外部名单", "List what other bodies' lists were brought"),
  postSourceListsFile: said("导入外部名单文件", "Bring the list of another body as a sheet"),
  postSourceLists: said("录入外部名单", "Bring the list of another body"),
  getTownships: said("查询乡镇（街道）及其登记的检查对象数", "List townships and how many targets each has"),
  getCompleteness: said("统计名录库的完整情况", "Count how complete the registry is"),
  getCompletenessUnregistered: said(
    "查询应登记而未登记的对象",
    "List who is in such a list and not in the registry",
  ),
  getTipsByIdEvidence: said("查询线索证据的已存文件", "List the files that are kept of a tip's evidence"),
  putTipsByIdEvidenceByHash: said("提交线索证据的文件", "Hand in the file of a tip's evidence"),
  getTipsByIdEvidenceByHash: said("下载线索证据的文件", "Download the file of a tip's evidence"),
  getSnapshotMerges: said("读取生效的合并", "Read which targets are merged"),
  getSnapshotCompleteness: said("读取名录库的完整情况", "Read how complete the registry is"),
  getCertificatesEnding: said("查询即将到期和已过期的证件", "List certificates that end soon or have ended"),
  getProposalsById: said("查看一件变更建议", "Read a proposal to change what authorities share"),
  getProposals: said("查询对共享信息的变更建议", "List proposals to change what authorities share"),
  getEntitiesByRefProposals: said(
    "查询对一个市场主体的变更建议",
    "List the proposals about one market entity",
  ),
  postEntitiesByRefProposals: said(
    "建议变更市场主体的共享信息",
    "Propose a change of what is shared of an entity",
  ),
  postEntitiesByRefProposalsByIdAnswer: said("答复变更建议", "Answer a proposal"),
  postCreditRecordsByRefObjection: said("处理对信用记录的异议", "Decide an objection to a credit record"),
  getRiskTable: said("查看风险分类规则", "Read the rules of risk classes"),
  postRiskTable: said("制定新一版风险分类规则", "Set another version of the rules of risk classes"),
  getRiskClassesByKindByCode: said("说明检查对象的风险分类", "Explain a target's risk class"),
  postCreditRecordsByRefRepair: said("信用修复", "Repair a credit record"),
  getChanges: said("查询名录库的变更", "List what has changed in the registers"),
  getDuplicates: said("查询疑似重复的记录", "List what may be registered twice"),
  postDuplicatesDismissals: said("认定不是重复", "Say that two entries are two"),
  getMerges: said("查询合并记录", "List the merges"),
  postMerges: said("合并重复的记录", "Merge an entry into another"),
  postMergesByIdUndo: said("撤销合并", "Undo a merge"),
  getFilters: said("查询保存的查询方案", "List the filters that are kept"),
  postFilters: said("保存查询方案", "Keep a filter"),
  getFiltersById: said("查看一个查询方案", "Read a filter"),
  patchFiltersById: said("修改查询方案", "Change a filter"),
  deleteFiltersById: said("删除查询方案", "Remove a filter"),
  postImports: said("上传文件导入名录库", "Import a file into a register"),
  getImports: said("查询导入", "List imports"),
  getImportSources: said(
    "查询各来源的变更已导入到何处",
    "Read up to where each source's changes were applied",
  ),
  getImportsById: said("查询一次导入的进度和结果", "Read how an import stands"),
  getImportsByIdDifferences: said(
    "查看一次导入的各行变更的内容",
    "List what the rows of an import change, before and after",
  ),
  postImportsByIdApply: said("确认导入", "Apply an import that was checked"),
  postImportsByIdSheet: said("选定要导入的工作表", "Choose the sheet that an import reads"),
  postImportsByIdCancel: said("取消导入", "Cancel an import"),
  getImportsByIdWorkbook: said("下载标明问题的表格", "Download an import's sheet with its faults marked"),
  getImportsTemplatesByRegister: said("下载导入模板", "Download the template of a register's sheet"),
  getSnapshotTargets: said("读取检查对象名录快照", "Read the snapshot of targets"),
  getSnapshotRepairs: said(
    "读取待由检查办理的信用修复",
    "Read what is repaired that inspections have entered",
  ),
  getSnapshotFilters: said("读取计划范围引用的查询方案", "Read the filters that plans' scopes name"),
  getSnapshotTargetsCount: said("统计检查对象名录", "Count the targets of a snapshot"),
  getSnapshotInspectors: said("读取检查人员名录快照", "Read the snapshot of inspectors"),
  getSnapshotConflicts: said("读取利害关系快照", "Read the snapshot of conflicts"),
  getItemsByCodes: said("按编号读取抽查事项", "Read items by their codes"),
  postInspectorsAvailability: said("核对检查人员能否参加检查", "Ask which inspectors may inspect"),
  postTargetsByKindNames: said("读取检查对象名称", "Read the names of targets"),
  getTargetsByKindByCode: said("读取一个检查对象", "Read one target"),
  getInspectorsNames: said("读取检查人员姓名", "Read the names of inspectors"),
  getInspectorsByRefCard: said("读取一名检查人员的证件信息", "Read an inspector's card"),
  putCreditRecordsInspectionsByInspectionId: said(
    "记入检查的信用结果",
    "Enter what an inspection says of credit",
  ),
  putCreditRecordsInspectionsByInspectionIdRepair: said(
    "修复检查记入的信用结果",
    "Repair what an inspection entered into the credit record",
  ),

  postCalendarNotices: said("录入放假安排通知", "Enter a notice of holidays"),
  getCalendarNotices: said("查询放假安排通知", "List the notices of holidays"),
  getCalendarNoticesById: said("查看一份放假安排通知", "Read a notice of holidays"),
  getClock: said("查询系统时间", "Tell what time it is"),
  getCalendarExplain: said("说明期限如何推算", "Explain how a due time is reckoned"),
  getSettings: said("查看各项设置的来源", "Read where settings come from"),
  getSettingsDrawVenue: said("查看摇号地点设置", "Read where draws are held"),
  putSettingsDrawVenue: said("设置摇号地点", "Set where draws are held"),
  getSettingsLocalHolidays: said("查看地方性放假是否顺延期限", "Read whether local holidays stop deadlines"),
  putSettingsLocalHolidays: said("设置地方性放假是否顺延期限", "Set whether local holidays stop deadlines"),
  getSettingsCaps: said("查看抽查比例和频次上限", "Read the caps of ratio and frequency"),
  putSettingsCaps: said("设置抽查比例和频次上限", "Set the caps of ratio and frequency"),
  getSettingsVisitCap: said("查看入企检查频次上限", "Read the cap of visits"),
  putSettingsVisitCap: said("设置入企检查频次上限", "Set the cap of visits"),

  getPlans: said("查询年度计划", "List plans"),
  postPlans: said("起草年度计划", "Draft a plan"),
  getPlansById: said("查看一份年度计划", "Read a plan"),
  putPlansById: said("修改年度计划草案", "Write a draft anew"),
  deletePlansById: said("删除年度计划草案", "Delete a draft"),
  postPlanPreviews: said(
    "预览尚未保存的计划的核对结果",
    "Preview what publishing a plan would find that is not saved",
  ),
  getPlansByIdPreview: said("预览计划公示前的核对结果", "Preview what publishing a plan would find"),
  ...commands("Plans", said("年度计划", "Plan"), { zh: zh.planCommand, en: en.planCommand }, [
    "submit",
    "withdraw",
    "return",
    "publish",
    "adjust",
  ]),

  postPlansByPlanIdEntriesByEntryIdCampaigns: said(
    "启动计划条目的抽查任务",
    "Trigger the campaign of a plan's entry",
  ),
  getCampaigns: said("查询抽查任务", "List campaigns"),
  getCampaignsById: said("查看一次抽查任务", "Read a campaign"),
  postCampaignsByIdApprovals: said("记录对抽查任务的批准", "Record an approval of a campaign"),
  getCampaignsByIdApprovals: said("查询对抽查任务的批准", "List the approvals of a campaign"),
  putCampaignsByIdScheme: said("编制检查方案", "Set a campaign's scheme"),
  getCampaignsByIdWitness: said("见证人查看本人的见证事项", "Read what is a witness's own to do"),
  postCampaignsByIdWitnesses: said("见证人提交承诺", "Bind oneself as a witness of the draw"),
  postCampaignsByIdWitnessesWithdraw: said("撤回见证人承诺", "Withdraw a witness of the draw"),
  postCampaignsByIdContributions: said("见证人揭示随机数", "Give what a witness has kept"),
  ...commands("Campaigns", said("抽查任务", "Campaign"), { zh: zh.campaignCommand, en: en.campaignCommand }, [
    "cancel",
    "commit",
    "redraw",
    "reveal",
  ]),

  getSupervisionOrders: said("查询督办", "List supervision orders"),
  postSupervisionOrders: said("下达督办", "Order supervision"),
  getSupervisionOrdersCounts: said("统计督办", "Count supervision orders"),
  getSupervisionOrdersById: said("查看一件督办", "Read a supervision order"),
  ...commands(
    "SupervisionOrders",
    said("督办", "Supervision order"),
    { zh: zh.supervisionCommand, en: en.supervisionCommand },
    ["receive", "answer", "close", "return", "withdraw"],
  ),

  getInspections: said("查询检查", "List inspections"),
  postInspections: said("安排非抽取的检查", "Order an inspection without a draw"),
  getInspectionsCounts: said("统计检查", "Count inspections"),
  getInspectionsFigures: said("分组统计检查", "Count inspections by groups"),
  getInspectionsTrend: said("按周统计检查", "Count inspections by weeks"),
  getInspectionsById: said("查看一次检查", "Read an inspection"),
  getInspectionsByIdDocuments: said("查看一次检查的文书", "Read an inspection's documents"),
  getTargetsByKindByCodeVisits: said("查询检查对象当年受检情况", "List a year's visits to a target"),
  postInspectionsByIdApprovals: said("记录对检查的批准", "Record an approval of an inspection"),
  getInspectionsByIdApprovals: said("查询对检查的批准", "List the approvals of an inspection"),
  postInspectionsByIdRecusalsByRecusalIdDecision: said("决定回避申请", "Decide on a recusal"),
  ...commands(
    "Inspections",
    said("检查", "Inspection"),
    { zh: zh.inspectionCommand, en: en.inspectionCommand },
    [
      "recuse",
      "replace",
      "gone",
      "cancel",
      "confirm",
      "notify",
      "begin",
      "record",
      "supplement",
      "path",
      "report",
      "sign",
      "feedback",
      "receive",
      "object",
      "answer",
      "publish",
      "repair",
    ],
  ),
  postInspectionsByIdAccessCodes: said(
    "发给检查对象一次性查询码",
    "Give the inspected a code for its own inspection",
  ),
  postAccessCodesSession: said("检查对象使用查询码", "Exchange a code for a token of the inspected"),
  getInspectionsByIdNotice: said(
    "检查对象查看本次检查",
    "Read one's own notice and result, as the inspected",
  ),
  postTextReviewRequests: said("提请复核拟公开的文本", "Ask for a review of texts that will be public"),
  getTextReviewRequests: said("查询提请复核的文本", "List texts that a review was asked for"),
  getTextReviewRequestsById: said("查看提请复核的文本", "Read texts that a review was asked for"),
  postTextReviewRequestsByIdDecision: said("准予公开或者退回文本", "Let texts pass, or return them"),
  postTextReviews: said("复核拟公开的疑似个人信息文本", "Let texts pass that look like personal data"),
  postPlansByIdRetry: said("立即重试停滞的计划", "Try again at once what of a plan is stuck"),
  postCampaignsByIdRetry: said("立即重试停滞的任务", "Try again at once what of a campaign is stuck"),
  postSupervisionOrdersByIdRetry: said(
    "立即重试停滞的督办",
    "Try again at once what of a supervision order is stuck",
  ),
  postInspectionsByIdRetry: said("立即重试停滞的检查", "Try again at once what of an inspection is stuck"),
  getStuck: said("统计受阻事项", "Count what is stuck"),
  getTodo: said("查询本人待办", "List what waits for whoever asks"),
  getDone: said("查询本人已办", "List what whoever asks has done"),

  putPublicationsById: said("公示立项", "Open a publication"),
  getPublicationsById: said("查看一条公示", "Read a publication"),
  ...commands(
    "Publications",
    said("公示", "Publication"),
    { zh: zh.publicationCommand, en: en.publicationCommand },
    ["due", "content", "renew", "withdraw", "drop", "take-down", "ask", "publish"],
  ),
  getPublications: said("查询公示", "List publications"),
  getTakedowns: said("查询撤下的公示", "List what was taken down"),
  getStatistics: said("公开的统计数据", "Read the public figures"),
  getItemLists: said("查看抽查事项清单的公示情况", "Read how lists of items stand with the public"),
  getSettingsPublicationTerms: said("查看公示期限设置", "Read the terms of publications"),
  putSettingsPublicationTerms: said("设置公示期限", "Set the terms of publications"),
  putDrawsByDrawId: said("登记摇号", "Announce a draw"),
  getDrawsByDrawId: said("查看一次摇号", "Read a draw"),
  getDraws: said("查询摇号", "List draws"),
  getDrawsByDrawIdByFile: said("下载摇号的公开文件", "Download a public file of a draw"),
  putDrawsByDrawIdFilesByFile: said("存入摇号的公开文件", "Hand in a public file of a draw"),

  getEvents: said("读取所发生的事件", "Read what happened, in its order"),
  postWebhooks: said("订阅事件通知", "Subscribe a webhook"),
  getWebhooks: said("查询事件通知的订阅", "List webhooks"),
  getWebhooksById: said("查看一项订阅", "Read a webhook"),
  deleteWebhooksById: said("取消订阅", "End a webhook"),
  getWebhooksByIdDeliveries: said("查询事件通知的投递", "List a webhook's deliveries"),
  postWebhooksByIdDeliveriesByDeliveryIdReplay: said("重新投递", "Deliver once more"),
  getCommandsById: said("查看命令的结果", "Read what became of a command"),
  getAudit: said("检索操作记录", "Search the audit trail"),
  getAuditNames: said("读取操作记录所涉对象的名称", "Read what entries of the audit trail are about"),
  getAuditHead: said("读取操作记录的链头", "Read the head of the audit trail's chain"),
  getAuditChain: said("读取操作记录的链", "Read the audit trail's chain"),

  getAccountsNames: said("读取办理人姓名", "Read the names of those who acted"),
  getAccountsMe: said("查看本人账号", "Read the own account"),
  getAccounts: said("查询账号", "List accounts"),
  postAccounts: said("开立账号", "Open an account"),
  getAccountsById: said("查看一个账号", "Read an account"),
  patchAccountsById: said("变更账号", "Change an account"),
  postAccountsByIdReset: said("重置账号", "Reset an account"),
};

/** What each service's document is called, and the one of them all. */
export const documentTitles = {
  identity: "Identity 统一登录",
  registry: "Registry 名录库",
  inspection: "双随机抽查：计划、任务、摇号、检查",
  disclosure: "双随机抽查：公示",
  portal: "双随机抽查：公示门户",
  inspected: "双随机抽查：被检查对象",
  console: "Shuangsui console",
  all: "双随机、一公开：全部接口 · All services",
};

/** What each group of operations is about, by its tag. */
export const operationTags: Readonly<Record<string, Said>> = {
  "text-reviews": said("拟公开文本的复核", "Texts that a reviewer lets pass"),
  inspected: said("检查对象", "The inspected, at its own inspection"),
  items: said("抽查事项清单", "What may be inspected at random, and by which law"),
  tips: said("投诉举报、预警、移送、交办等检查线索", "Complaints, alerts, referrals and the like"),
  townships: said("乡镇、街道", "Townships"),
  completeness: said("名录库与外部名单的比对", "The registry against the lists of others"),
  "legal-bases": said("检查依据，以及其废止", "Legal bases, and their repeal"),
  entities: said(
    "市场主体名录，以及对共享信息的变更建议",
    "Market entities, and proposals about what is shared of them",
  ),
  projects: said("工程项目名录", "Construction projects"),
  inspectors: said("执法检查人员和专家名录", "Inspectors: officers and experts"),
  conflicts: said("检查人员与检查对象的利害关系", "Conflicts of interest between inspectors and targets"),
  "credit-records": said("信用记录和信用修复", "Credit records and their repair"),
  changes: said("名录库的变更", "What has changed in the registers"),
  duplicates: said("疑似重复的记录及其合并", "What may be registered twice, and merges"),
  filters: said("保存的查询方案", "Filters of lists that people keep"),
  imports: said("批量导入", "Imports of whole registers"),
  services: said("仅供系统内部服务调用", "For the system's own services alone"),
  calendar: said("放假安排和期限推算", "Holidays, and how due times are reckoned"),
  workbench: said("待办与已办", "What waits for whoever asks, and what they did"),
  settings: said("本单位的设置", "What an authority has set"),
  plans: said("年度执法检查计划", "Yearly plans"),
  campaigns: said("抽查任务、检查方案和摇号", "Campaigns, their schemes and draws"),
  approvals: said("负责人批准", "Approvals by an authority's head"),
  inspections: said("检查，从抽取到公示", "Inspections, from the draw to what is public"),
  supervision: said("督办", "Supervision orders"),
  stuck: said("受阻事项", "What is stuck"),
  publications: said("公示和撤下", "What is public, and what was taken down"),
  draws: said("摇号的公开文件", "The public files of draws"),
  events: said("事件，按发生顺序", "What happened, in its order"),
  webhooks: said("向其他系统的事件通知", "Telling other systems of events"),
  commands: said("命令的结果", "What became of commands"),
  audit: said("操作记录", "Who did what"),
  accounts: said("账号", "Accounts"),
  pages: said("网页", "Pages of HTML"),
};
