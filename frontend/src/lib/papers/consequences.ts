import type { Target } from "./targets";

interface Chosen {
  target: Target | undefined;
  people: readonly string[];
  straight: boolean;
  place: "before" | "after" | "with";
}

const ADDED = {
  before: (who: string) => `${who}先办，办完回到您这里，由您决定。`,
  after: (who: string) => `您的意见先记为同意，再由 ${who} 办理，然后往下走。`,
  with: (who: string) => `${who} 与您同时办理，都办完才往下走。`,
};

/** What will happen, in one sentence, before it does. */
export function consequenceOf(verb: string, { target, people, straight, place }: Chosen): string {
  const who = people.join("、");
  if (verb === "send_back" && target) {
    const { who: there, name } = target;
    const then = straight ? "改好后直接送回您这里。" : "修改后会逐步重办，再次送到您这里。";
    return `退回给 ${there || name}（${name}），${then}`;
  }
  if (verb === "transfer" && who) return `转给 ${who} 办理，您不再经办此件。`;
  if (verb === "delegate" && who) return `请 ${who} 先办并写意见，办完回到您这里，由您决定。`;
  if (verb === "add" && who) return ADDED[place](who);
  if (verb === "remove" && target) return `${target.name} 不再参加办理，会收到通知。`;
  if (verb === "reject") return "不同意的意见会记入流转记录，按本环节的规则处理。";
  if (verb === "decline") return "来文单位会看到理由，可以改正后重新发来。";
  if (verb === "withdraw" && target) {
    return `发给 ${target.name} 的一份会立即收回；对方若已签收，就不能再撤回。`;
  }
  if (verb === "refuse")
    return "此件到此为止，不编号、不发出；拟稿人会看到理由，办理记录仍会保留。";
  if (verb === "discard") return "文号随之作废，记入台账，不再给别的公文；此件不发出。";
  if (verb === "void") return "作废后不能恢复，办理记录仍会保留。";
  if (verb === "withdraw_run") return "整件撤销，正在办理的人会收到通知；记录仍会保留。";
  if (verb === "end_reading") return "传阅到此为止，此件办结。";
  if (verb === "take_back")
    return "此件回到您手上；只要后面还没有人办理，就可以取回。会签时只取回您自己的意见。";
  if (verb === "urge") return "正在办理的人会收到一次提醒；短时间内不能重复催办。";
  if (verb === "name_urger" && who) return `此件改由 ${who} 催办，两人都会收到通知。`;
  if (verb === "cc" && who) return `${who} 会在「抄送·待阅」里看到，不影响办理。`;
  if (verb === "circulate" && who) return `${who} 各有一份待阅，阅毕后您能看到时间和意见。`;
  return "";
}
