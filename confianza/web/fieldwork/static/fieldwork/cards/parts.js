"use strict";
// What pages are made of: elements, words in the reader's language, moments, and a question before a grave step.
const parts = (() => {
  const told = (id) => JSON.parse(document.getElementById(id).textContent);
  const WORDS = told("words"), places = told("addresses");
  const MARK = /%\((\w+)\)s/g;
  let language = document.documentElement.lang;

  // A sentence with its values; of two forms ("one", "many") the one for the number n.
  function say(name, values = {}) {
    const known = WORDS[language] ?? WORDS.es;
    const sentence = known[values.n === 1 && `${name}_one` in known ? `${name}_one` : name];
    return sentence.replace(MARK, (_whole, value) => values[value] ?? "");
  }
  const said = (texts) => texts?.[language] ?? texts?.[""] ?? texts?.es ?? Object.values(texts ?? {})[0] ?? "";
  const speak = (code) => { language = code in WORDS ? code : "es"; document.documentElement.lang = language; };
  const spoken = () => language;
  const languages = () => Object.keys(WORDS);

  // make("p", {class: "soft"}, "text", another element…). What begins with "on" listens; true and false are switches.
  function make(tag, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name === "value") made.value = value;
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside.flat().filter((each) => each !== "" && each !== null && each !== undefined));
    return made;
  }
  const icon = (name) => document.getElementById(`icon-${name}`)?.content.firstElementChild.cloneNode(true) ?? "";
  const button = (name, act, how = {}) => make("button", { type: "button", ...how, onclick: act }, how.icon ? icon(how.icon) : "", say(name));
  const moment = (iso) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
  const short = (id) => id.replace("uuid:", "").slice(0, 8);

  // Asks before a step that cannot be taken back; true where the person goes on.
  function confirmed(sentences, yes, no = "stay") {
    return new Promise((answer) => {
      const dialog = make("dialog", { class: "ask", "aria-labelledby": "ask-title" },
        make("h2", { id: "ask-title" }, sentences[0]), sentences.slice(1).map((each) => make("p", {}, each)),
        make("div", { class: "buttons" }, button(yes, () => dialog.close("yes"), { class: "grave" }), button(no, () => dialog.close(""), { class: "second" })));
      dialog.addEventListener("close", () => { dialog.remove(); answer(dialog.returnValue === "yes"); });
      document.body.append(dialog);
      dialog.showModal();
    });
  }
  // Said aloud by screen readers, and shown for a while.
  function announce(sentence) {
    const place = document.getElementById("said");
    place.replaceChildren(make("p", {}, sentence));
    setTimeout(() => { if (place.textContent === sentence) place.replaceChildren(); }, 6000);
  }
  return { places, say, said, speak, spoken, languages, make, icon, button, moment, short, confirmed, announce };
})();
