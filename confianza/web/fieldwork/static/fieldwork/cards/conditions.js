"use strict";
// Works out the conditions that the server made of a form's own (cards/conditions.py): lists, never text to run.
const conditions = (() => {
  const DAY = 86400000;
  const words = (text) => String(text).split(/\s+/).filter(Boolean);
  const truth = (value) => (typeof value === "string" ? value !== "" : Boolean(value) && !Number.isNaN(value));
  const number = (value) => (typeof value === "string" ? (value.trim() === "" ? NaN : Number(value)) : Number(value));

  // Days since 1970, as XForms count dates; a day of the calendar is a whole number wherever the telephone is.
  function day(value) {
    if (typeof value === "number") return Math.floor(value);
    const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(value);
    return found ? Date.UTC(found[1], found[2] - 1, found[3]) / DAY : NaN;
  }
  function moment(value) {
    if (typeof value === "number") return value;
    return (/T/.test(value) ? Date.parse(value) : Date.parse(`${value}T00:00:00`)) / DAY;
  }
  function today() {
    const now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY;
  }
  function equal(left, right) {
    if (typeof left === "boolean" || typeof right === "boolean") return truth(left) === truth(right);
    if (typeof left === "number" || typeof right === "number") return number(left) === number(right);
    return left === right;
  }
  const matches = (text, pattern) => {
    try { return new RegExp(`^(?:${pattern})$`, "u").test(text); } catch { return new RegExp(`^(?:${pattern})$`).test(text); }
  };
  const SIGNS = {
    "=": equal, "!=": (a, b) => !equal(a, b),
    "<": (a, b) => number(a) < number(b), "<=": (a, b) => number(a) <= number(b),
    ">": (a, b) => number(a) > number(b), ">=": (a, b) => number(a) >= number(b),
    "+": (a, b) => number(a) + number(b), "-": (a, b) => number(a) - number(b), "*": (a, b) => number(a) * number(b),
    div: (a, b) => number(a) / number(b), mod: (a, b) => number(a) % number(b),
  };
  const FUNCTIONS = {
    not: (a) => !truth(a), true: () => true, false: () => false, boolean: truth,
    number, int: (a) => Math.trunc(number(a)), round: (a) => Math.round(number(a)), abs: (a) => Math.abs(number(a)),
    string: String, concat: (...all) => all.join(""), "string-length": (a) => [...String(a)].length,
    "normalize-space": (a) => words(a).join(" "), contains: (a, b) => String(a).includes(b),
    "starts-with": (a, b) => String(a).startsWith(b), regex: (a, b) => matches(String(a), b),
    selected: (list, one) => words(list).includes(String(one)), "count-selected": (list) => words(list).length,
    if: (test, yes, no) => (truth(test) ? yes : no), coalesce: (a, b) => (a === "" ? b : a),
    min: (...all) => Math.min(...all.map(number)), max: (...all) => Math.max(...all.map(number)),
    date: day, today, now: () => Date.now() / DAY, "decimal-date-time": moment,
  };

  // `here` is the answer the condition stands at, `at(path)` the answer at a path: texts, "" for none.
  function value(condition, here, at) {
    const [kind, ...rest] = condition;
    if (kind === "here") return here;
    if (kind === "at") return at(rest[0]);
    if (kind === "text" || kind === "number") return rest[0];
    if (kind === "or") return rest.some((each) => truth(value(each, here, at)));
    if (kind === "and") return rest.every((each) => truth(value(each, here, at)));
    if (kind === "neg") return -number(value(rest[0], here, at));
    const known = kind === "call" ? FUNCTIONS[rest.shift()] : SIGNS[kind];
    return known(...rest.map((each) => value(each, here, at)));
  }
  const holds = (condition, here, at) => truth(value(condition, here, at));
  return { holds, value };
})();
