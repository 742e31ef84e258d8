import type { DocKind } from "@/lib/papers/words";

/** What each kind of document is for, after article 8 of the 2012 条例, by the way it goes. */
export interface KindGroup {
  label: string;
  kinds: { key: DocKind; label: string; use: string }[];
}

export const KIND_GROUPS: readonly KindGroup[] = [
  {
    label: "向上级",
    kinds: [
      { key: "request", label: "请示", use: "请求指示、批准，一文一事" },
      { key: "report", label: "报告", use: "汇报工作、反映情况、回复询问" },
      { key: "motion", label: "议案", use: "政府向同级人大提请审议" },
    ],
  },
  {
    label: "与平级或不相隶属的单位",
    kinds: [
      { key: "letter", label: "函", use: "商洽、询问、答复、请求批准" },
      { key: "minutes", label: "纪要", use: "记载会议情况和议定事项" },
    ],
  },
  {
    label: "向下级或社会",
    kinds: [
      { key: "notice", label: "通知", use: "发布、传达，要求执行或周知" },
      { key: "reply", label: "批复", use: "答复下级的请示" },
      { key: "circular", label: "通报", use: "表彰、批评、传达重要情况" },
      { key: "opinion", label: "意见", use: "对重要问题提出见解和办法" },
      { key: "decision", label: "决定", use: "重要决策、奖惩、变更撤销" },
      { key: "public_notice", label: "通告", use: "在一定范围内应当遵守的事项" },
      { key: "announcement", label: "公告", use: "向国内外宣布重要或法定事项" },
      { key: "order", label: "命令", use: "公布法规规章、嘉奖" },
      { key: "resolution", label: "决议", use: "会议讨论通过的重大决策" },
      { key: "communique", label: "公报", use: "公布重要决定或重大事项" },
    ],
  },
];
