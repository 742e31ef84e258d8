/** The formula bar: `求和([费用.小计]) × 1.06` read into the tree that is kept. */
import { CHOICE, FUNCTIONS, type Callable } from "./formulaWords";
import { isCall, type Expression, type Operator, type Rule } from "./types";

/** What is wrong with a formula, in words for its author. */
export class FormulaFault extends Error {}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|\[([^\]]*)\]|["“]([^"”]*)["”]|([\p{Script=Han}]+)|(>=|<=|!=|==|[-+*/×÷＋－（）(),，、<>=≥≤≠]))/uy;

interface Token {
  kind: "number" | "field" | "text" | "word" | "sign";
  text: string;
}

const SIGNS: Record<string, string> = {
  "＋": "+",
  "－": "-",
  "×": "*",
  "÷": "/",
  "（": "(",
  "）": ")",
  "，": ",",
  "、": ",",
  "=": "==",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
};
const COMPARISONS = new Set(["==", "!=", ">", ">=", "<", "<="]);

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim()) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new FormulaFault(`看不懂“${text.slice(from).trim().slice(0, 8)}”`);
    const [, number, field, quoted, word, sign] = match;
    if (number !== undefined) found.push({ kind: "number", text: number });
    else if (field !== undefined) found.push({ kind: "field", text: field.trim() });
    else if (quoted !== undefined) found.push({ kind: "text", text: quoted });
    else if (word !== undefined) found.push({ kind: "word", text: word });
    else found.push({ kind: "sign", text: SIGNS[sign ?? ""] ?? sign ?? "" });
  }
  return found;
}

class Reader {
  private at = 0;

  constructor(
    private readonly list: Token[],
    private readonly fields: readonly Callable[],
  ) {}

  whole(): Expression {
    const found = this.sum();
    const rest = this.list[this.at];
    if (rest) throw new FormulaFault(`“${rest.text}”的位置不对`);
    return found;
  }

  private sees(...signs: string[]): string {
    const next = this.list[this.at];
    return next?.kind === "sign" && signs.includes(next.text) ? next.text : "";
  }

  private takes(...signs: string[]): string {
    const sign = this.sees(...signs);
    if (sign) this.at += 1;
    return sign;
  }

  private expects(sign: string, words: string): void {
    if (!this.takes(sign)) throw new FormulaFault(`少了${words}`);
  }

  private chain(signs: string[], next: () => Expression, joined: string): Expression {
    let left = next();
    for (let sign = this.takes(...signs); sign; sign = this.takes(...signs)) {
      const right = next();
      if (sign === joined && isCall(left) && left.op === joined && !this.closed.has(left)) {
        left = { op: joined, args: [...left.args, right] };
      } else {
        left = { op: sign, args: [left, right] };
      }
    }
    return left;
  }

  /** In brackets: not to be taken apart again. */
  private readonly closed = new Set<unknown>();

  private sum(): Expression {
    return this.chain(["+", "-"], () => this.product(), "+");
  }

  private product(): Expression {
    return this.chain(["*", "/"], () => this.factor(), "*");
  }

  private factor(): Expression {
    if (this.takes("-")) {
      const inner = this.factor();
      return typeof inner === "number" ? -inner : { op: "-", args: [inner] };
    }
    if (this.takes("(")) {
      const inner = this.sum();
      this.expects(")", "右括号");
      this.closed.add(inner);
      return inner;
    }
    const token = this.list[this.at];
    if (!token) throw new FormulaFault("还没写完");
    this.at += 1;
    if (token.kind === "number") return Number(token.text);
    if (token.kind === "text") return token.text;
    if (token.kind === "field") return { field: this.field(token.text) };
    if (token.kind === "word") return this.call(token.text);
    throw new FormulaFault(`“${token.text}”的位置不对`);
  }

  private field(called: string): string {
    const found = this.fields.find(({ label, name }) => label === called || name === called);
    if (!found) throw new FormulaFault(`没有叫“${called}”的字段`);
    return found.name;
  }

  private call(word: string): Expression {
    this.expects("(", `“${word}”后面的括号`);
    if (word === CHOICE) return this.choice();
    const known = FUNCTIONS.find(({ label }) => label === word);
    if (!known) throw new FormulaFault(`没有“${word}”这种计算，字段名要写在 [ ] 里`);
    const args = [this.sum()];
    while (this.takes(",")) args.push(this.sum());
    this.expects(")", "右括号");
    const found = { op: known.op, args };
    this.closed.add(found);
    return found;
  }

  private choice(): Expression {
    const rule = this.any();
    this.expects(",", "条件后面的逗号");
    const yes = this.sum();
    this.expects(",", "两个结果之间的逗号");
    const no = this.sum();
    this.expects(")", "右括号");
    return { if: rule, yes, no };
  }

  private takesWord(word: string): boolean {
    const next = this.list[this.at];
    const found = next?.kind === "word" && next.text === word;
    if (found) this.at += 1;
    return found;
  }

  private any(): Rule {
    const parts = [this.all()];
    while (this.takesWord("或")) parts.push(this.all());
    return parts.length > 1 || !parts[0] ? { any: parts } : parts[0];
  }

  private all(): Rule {
    const parts = [this.leaf()];
    while (this.takesWord("且")) parts.push(this.leaf());
    return parts.length > 1 || !parts[0] ? { all: parts } : parts[0];
  }

  private leaf(): Rule {
    if (this.takesWord("非")) return { not: this.leaf() };
    if (this.takes("(")) {
      const inner = this.any();
      this.expects(")", "右括号");
      return inner;
    }
    const field = this.list[this.at];
    if (field?.kind !== "field") throw new FormulaFault("条件要以字段开头，如 [里程] > 60");
    this.at += 1;
    const name = this.field(field.text);
    if (this.takesWord("已填")) return { field: name, op: "filled", value: true };
    if (this.takesWord("未填")) return { field: name, op: "filled", value: false };
    const op = this.takes(...COMPARISONS);
    if (!op) throw new FormulaFault("条件里少了比较，如 > 或 =");
    return { field: name, op: op as Operator, value: this.literal() };
  }

  private literal(): string | number | boolean {
    const minus = this.takes("-");
    const token = this.list[this.at];
    this.at += 1;
    if (token?.kind === "number") return minus ? -Number(token.text) : Number(token.text);
    if (token?.kind === "text") return token.text;
    if (token?.kind === "word" && ["是", "否"].includes(token.text)) return token.text === "是";
    throw new FormulaFault("条件里要与数字、“文字”、是或否比较");
  }
}

/** Throws FormulaFault. */
export const readFormula = (text: string, fields: readonly Callable[]): Expression =>
  new Reader(tokens(text), fields).whole();
