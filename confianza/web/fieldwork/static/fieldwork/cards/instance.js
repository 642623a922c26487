"use strict";
// Answers of a card, and the XML that ODK Collect would send for the same answers.
// Answers are kept as the form nests them: texts by name, groups as objects, repeats as lists of objects.
const instance = (() => {
  const begun = (nodes) => {
    const made = {};
    for (const node of nodes) {
      if (node.kind === "group") made[node.name] = begun(node.nodes);
      else if (node.kind === "repeat") made[node.name] = [];
      else if (node.kind !== "meta") made[node.name] = "";
    }
    return made;
  };

  // The answer at a path, in the turn of a repeat that the question stands in (`turns`: by path of the repeat).
  function at(card, answers, turns, path) {
    let found = answers, walked = `/${card.root.name}`;
    for (const name of path.split("/").slice(2)) {
      walked += `/${name}`;
      found = found?.[name];
      if (Array.isArray(found)) found = turns[walked] ?? found[0];
    }
    return typeof found === "string" ? found : "";
  }

  function relevant(card, answers, turns, node) {
    const asked = (path) => at(card, answers, turns, path);
    return !node.relevant || conditions.holds(node.relevant, "", asked);
  }

  // Every question that is asked now: {node, holder, turns, place}, in order.
  function* asked(card, answers, nodes = card.nodes, holder = answers, turns = {}) {
    for (const node of nodes) {
      if (node.kind === "meta" || !relevant(card, answers, turns, node)) continue;
      if (node.kind === "group") yield* asked(card, answers, node.nodes, holder[node.name], turns);
      else if (node.kind === "repeat") {
        for (const turn of holder[node.name]) {
          yield* asked(card, answers, node.nodes, turn, { ...turns, [node.path]: turn });
        }
      } else yield { node, holder, turns };
    }
  }

  // What is wrong with an answer: "", "required", "number", or "constraint".
  function problem(card, answers, { node, holder, turns }) {
    const answer = holder[node.name];
    if (["start", "end", "note"].includes(node.kind)) return "";
    if (answer === "") return node.required ? "required" : "";
    if (node.kind === "integer" && !/^-?\d{1,9}$/.test(answer)) return "number";
    if (node.kind === "decimal" && !/^-?\d+(\.\d+)?$/.test(answer)) return "number";
    const path = (where) => at(card, answers, turns, where);
    return node.constraint && !conditions.holds(node.constraint, answer, path) ? "constraint" : "";
  }

  const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // What no XML may hold is left out; a keyboard hardly writes it.
  const safe = (text) =>
    String(text).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").replace(/[&<>"]/g, (sign) => signs[sign]);
  const element = (name, inside) => (inside === "" ? `<${name}/>` : `<${name}>${inside}</${name}>`);

  function told(card, answers, nodes, holder, turns, id) {
    return nodes.map((node) => {
      if (node.kind === "meta") return element(node.name, node.nodes.map((each) => element(each.name, each.name === "instanceID" ? safe(id) : "")).join(""));
      // As Collect does: what is not asked is not told.
      if (!relevant(card, answers, turns, node)) return "";
      const answer = holder[node.name];
      if (node.kind === "group") return element(node.name, told(card, answers, node.nodes, answer, turns, id));
      if (node.kind !== "repeat") return element(node.name, safe(answer));
      return answer.map((turn) => element(node.name, told(card, answers, node.nodes, turn, { ...turns, [node.path]: turn }, id))).join("");
    }).join("");
  }

  function xml(card, answers, id) {
    const attributes = Object.entries(card.root.attributes).map(([name, value]) => ` ${name}="${safe(value)}"`).join("");
    const inside = told(card, answers, card.nodes, answers, {}, id);
    return `<?xml version="1.0" encoding="UTF-8"?><${card.root.name}${attributes}>${inside}</${card.root.name}>`;
  }

  // Names of the files that the answers asked now name.
  const files = (card, answers) =>
    [...asked(card, answers)].filter(({ node, holder }) => node.kind === "photo" && holder[node.name]).map(({ node, holder }) => holder[node.name]);

  const two = (number) => String(number).padStart(2, "0");
  const offset = (moment) => {
    const minutes = -moment.getTimezoneOffset(), size = Math.abs(minutes);
    return `${minutes < 0 ? "-" : "+"}${two(Math.trunc(size / 60))}:${two(size % 60)}`;
  };
  const calendar = (moment) => `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  // With the telephone's own time zone, as Collect writes it.
  const timestamp = (moment) =>
    `${calendar(moment)}T${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}.${String(moment.getMilliseconds()).padStart(3, "0")}${offset(moment)}`;
  const clock = (text) => (text ? `${text.length === 5 ? `${text}:00` : text}.000${offset(new Date())}` : "");
  const dateTime = (text) => (text ? timestamp(new Date(text)) : "");
  return { begun, asked, relevant, problem, xml, files, timestamp, calendar, clock, dateTime };
})();
