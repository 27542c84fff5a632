/** A calculation on decoded values, such as `(b08-b04)/(b08+b04)`. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "band"; readonly name: string }
  | { readonly kind: "call"; readonly name: FunctionName; readonly arguments: readonly Expression[] }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

type Operator = "+" | "-" | "*" | "/" | "^";
type FunctionName = keyof typeof FUNCTIONS;

const FUNCTIONS = {
  abs: { count: 1, apply: (a: number) => Math.abs(a) },
  sqrt: { count: 1, apply: (a: number) => Math.sqrt(a) },
  log: { count: 1, apply: (a: number) => Math.log(a) },
  min: { count: 2, apply: (a: number, b: number) => Math.min(a, b) },
  max: { count: 2, apply: (a: number, b: number) => Math.max(a, b) },
} as const;

const PRECEDENCE: Record<Operator, number> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 3 };

/** The text can't be read as a calculation; the message says where. */
export class ExpressionError extends Error {}

/** Reads `+ - * / ^`, brackets, numbers, names, and the functions abs, sqrt, log, min, max. */
export function parse(text: string): Expression {
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at];
  const expect = (wanted: string) => {
    const token = tokens[at++];
    if (token?.text !== wanted) throw new ExpressionError(`“${wanted}” is missing ${place(text, token)}`);
  };

  function binary(lowest: number): Expression {
    let left = unary();
    for (let token = peek(); token && isOperator(token.text) && PRECEDENCE[token.text] >= lowest; token = peek()) {
      const operator = token.text;
      at++;
      const right = binary(operator === "^" ? PRECEDENCE[operator] : PRECEDENCE[operator] + 1);
      left = { kind: "binary", operator, left, right };
    }
    return left;
  }

  function unary(): Expression {
    if (peek()?.text !== "-") return primary();
    at++;
    return { kind: "binary", operator: "-", left: { kind: "number", value: 0 }, right: binary(3) };
  }

  function primary(): Expression {
    const token = tokens[at++];
    if (!token) throw new ExpressionError(`something is missing ${place(text, token)}`);
    if (token.text === "(") {
      const inner = binary(1);
      expect(")");
      return inner;
    }
    if (/^[\d.]/.test(token.text)) return { kind: "number", value: Number(token.text) };
    if (!/^[A-Za-z_]/.test(token.text)) throw new ExpressionError(`“${token.text}” is not expected ${place(text, token)}`);
    if (peek()?.text !== "(") return { kind: "band", name: token.text };
    if (!(token.text in FUNCTIONS)) throw new ExpressionError(`there is no function “${token.text}”`);
    const name = token.text as FunctionName;
    expect("(");
    const list: Expression[] = [binary(1)];
    for (let i = 1; i < FUNCTIONS[name].count; i++) {
      expect(",");
      list.push(binary(1));
    }
    expect(")");
    return { kind: "call", name, arguments: list };
  }

  const result = binary(1);
  if (at < tokens.length) throw new ExpressionError(`“${tokens[at]?.text}” is not expected ${place(text, tokens[at])}`);
  return result;
}

interface Token {
  readonly text: string;
  readonly position: number;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|[A-Za-z_]\w*|[-+*/^(),])/y;
  while (text.slice(pattern.lastIndex).trim() !== "") {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match?.[1]) throw new ExpressionError(`“${text.slice(start).trim()[0]}” can't be read`);
    tokens.push({ text: match[1], position: pattern.lastIndex - match[1].length });
  }
  return tokens;
}

function place(text: string, token: Token | undefined): string {
  return token ? `at character ${token.position + 1}` : `at the end of “${text}”`;
}

function isOperator(text: string): text is Operator {
  return text in PRECEDENCE;
}

/** The names that the calculation reads. */
export function bandsOf(expression: Expression): Set<string> {
  switch (expression.kind) {
    case "number":
      return new Set();
    case "band":
      return new Set([expression.name]);
    case "call":
      return new Set(expression.arguments.flatMap((argument) => [...bandsOf(argument)]));
    case "binary":
      return new Set([...bandsOf(expression.left), ...bandsOf(expression.right)]);
  }
}

/** Calculates for all pixels at once; NaN, which means "no measurement", stays NaN. */
export function evaluate(expression: Expression, bands: ReadonlyMap<string, Float32Array>, size: number): Float32Array {
  switch (expression.kind) {
    case "number":
      return new Float32Array(size).fill(expression.value);
    case "band": {
      const values = bands.get(expression.name);
      if (!values) throw new ExpressionError(`the store has no “${expression.name}”`);
      return values;
    }
    case "call": {
      const [a, b] = expression.arguments.map((argument) => evaluate(argument, bands, size));
      const apply = FUNCTIONS[expression.name].apply as (a: number, b: number) => number;
      return combine(a as Float32Array, b ?? (a as Float32Array), apply);
    }
    case "binary":
      return combine(evaluate(expression.left, bands, size), evaluate(expression.right, bands, size), OPERATIONS[expression.operator]);
  }
}

const OPERATIONS: Record<Operator, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? NaN : a / b),
  "^": (a, b) => a ** b,
};

function combine(a: Float32Array, b: Float32Array, apply: (a: number, b: number) => number): Float32Array {
  const result = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = apply(a[i] as number, b[i] as number);
  return result;
}
