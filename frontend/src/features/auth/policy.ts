/** The password rules as far as a browser can judge; the server judges again and knows more. */
export interface Rule {
  key: string;
  text: string;
  met: boolean;
}

export const MIN_LENGTH = 10;

const SEQUENCES = [
  "0123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
];
const RUN = 6;

/** 123456, abcdef, aaaaaa and the like, forwards or backwards. */
function isGuessable(password: string): boolean {
  const text = password.toLowerCase();
  const reversed = [...text].reverse().join("");
  const hasRun = SEQUENCES.some((sequence) =>
    Array.from({ length: sequence.length - RUN + 1 }, (_, at) => sequence.slice(at, at + RUN)).some(
      (run) => text.includes(run) || reversed.includes(run),
    ),
  );
  return hasRun || /(.)\1{4}/.test(text) || /passw[o0]rd/.test(text);
}

export function judge(password: string, account = ""): Rule[] {
  const given = password.length > 0;
  const own = account !== "" && password.toLowerCase().includes(account.toLowerCase());
  return [
    { key: "length", text: `至少 ${MIN_LENGTH} 位`, met: password.length >= MIN_LENGTH },
    { key: "mixed", text: "不全是数字", met: given && !/^\d+$/.test(password) },
    {
      key: "simple",
      text: "没有 123456、aaaaa 一类的连续字符",
      met: given && !isGuessable(password),
    },
    { key: "own", text: "不含自己的账号、姓名拼音", met: given && !own },
  ];
}

export const isStrong = (rules: readonly Rule[]): boolean => rules.every(({ met }) => met);
