"use strict";
// A card drawn as a form: what is asked, shown only where it is asked, kept as it is written.
const form = (() => {
  const { say, said, make, button } = parts;
  const GPS_SECONDS = 30, GOOD_METRES = 10;
  let drawn = null, count = 0;

  // `draft` is {id, answers}; `changed()` is called after every change. Returns the element and `check`.
  function draw(card, draft, changed) {
    drawn = { card, draft, wrapped: [], changed: () => { refresh(); changed(); } };
    const element = make("form", { class: "card-form", novalidate: true, autocomplete: "off", onsubmit: (event) => event.preventDefault() },
      make("div", { class: "form-problems", tabindex: "-1" }), nodes(card.nodes, draft.answers, {}));
    refresh();
    return { element, check: () => check(element) };
  }
  const nodes = (list, holder, turns) => list.filter((node) => !["meta", "start", "end"].includes(node.kind)).map((node) => wrapped(node, holder, turns));

  function wrapped(node, holder, turns) {
    const how = node.kind === "group" ? group : node.kind === "repeat" ? repeat : question;
    const element = how(node, holder, turns);
    drawn.wrapped.push({ element, node, holder, turns });
    return element;
  }
  // What is asked now is shown; the rest waits, with what was answered, and is not sent.
  function refresh() {
    const { card, draft } = drawn;
    for (const { element, node, turns } of drawn.wrapped) element.hidden = !instance.relevant(card, draft.answers, turns, node);
  }

  const group = (node, holder, turns) =>
    make("fieldset", { class: "group" }, make("legend", {}, said(node.label)), nodes(node.nodes, holder[node.name], turns));

  function repeat(node, holder, turns) {
    const list = make("div", { class: "turns" });
    const add = make("button", { type: "button", class: "second", onclick: () => { append({ ...instance.begun(node.nodes) }, true); drawn.changed(); } },
      parts.icon("plus"), say("add", { what: said(node.label).toLowerCase() }));
    const number = () => [...list.children].forEach((each, place) => { each.querySelector("legend").textContent = say("turn", { what: said(node.label), n: place + 1 }); });
    function append(turn, isNew) {
      if (isNew) holder[node.name].push(turn);
      const inner = make("fieldset", { class: "turn" }, make("legend", { tabindex: "-1" }), nodes(node.nodes, turn, { ...turns, [node.path]: turn }));
      inner.append(button("remove", async () => {
        if (Object.values(turn).some((each) => each.length) && !(await parts.confirmed([say("remove_sure")], "remove"))) return;
        holder[node.name].splice(holder[node.name].indexOf(turn), 1);
        inner.remove();
        number();
        add.focus();
        drawn.changed();
      }, { class: "quiet", icon: "cross" }));
      list.append(inner);
      number();
      if (isNew) inner.querySelector("legend").focus();
    }
    for (const turn of holder[node.name]) append(turn, false);
    return make("section", { class: "repeat", "aria-label": said(node.label) }, make("h2", {}, said(node.label)), list, add);
  }

  // --- questions -----------------------------------------------------------------------------------
  const label = (node) => [said(node.label), node.required || node.kind === "note" ? "" : make("span", { class: "soft optional" }, ` ${say("optional")}`)];

  function question(node, holder, turns) {
    if (node.kind === "note") return make("p", { class: "field note" }, said(node.label));
    const id = `q${(count += 1)}`;
    const hint = said(node.hint), described = `${hint ? `${id}-h ` : ""}${id}-e`;
    const set = (value) => { if (holder[node.name] !== value) { holder[node.name] = value; drawn.changed(); } };
    const asked = { node, holder, turns, id, described, set };
    const help = hint ? make("p", { class: "helptext", id: `${id}-h` }, hint) : "";
    const problem = make("p", { class: "errorlist", id: `${id}-e`, hidden: true });
    const isGroup = ["one", "many"].includes(node.kind);
    const inside = (isGroup ? choices : node.kind === "photo" ? picture : node.kind === "geopoint" ? point : line)(asked);
    if (isGroup || node.kind === "geopoint") {
      return make("fieldset", { class: "field", id, "data-path": node.path, "aria-describedby": described, tabindex: "-1" }, make("legend", {}, label(node)), help, problem, inside);
    }
    return make("div", { class: "field", "data-path": node.path }, make("label", { for: id }, label(node)), help, problem, inside);
  }

  const TYPES = { date: "date", time: "time", dateTime: "datetime-local" };
  function line({ node, holder, id, described, set }) {
    const value = holder[node.name], common = { id, "aria-describedby": described };
    if (node.lines) return make("textarea", { ...common, rows: "4", value, oninput: (event) => set(event.target.value) });
    if (node.kind in TYPES) return calendar({ node, value, common, set });
    const mode = { integer: "numeric", decimal: "decimal" }[node.kind];
    return make("input", { ...common, type: "text", inputmode: mode, value, oninput: (event) => set(mode ? event.target.value.trim() : event.target.value) });
  }
  function calendar({ node, value, common, set }) {
    const shown = { date: (text) => text, time: (text) => text.slice(0, 5), dateTime: (text) => text.slice(0, 16) }[node.kind];
    const kept = { date: (text) => text, time: instance.clock, dateTime: instance.dateTime }[node.kind];
    const input = make("input", { ...common, type: TYPES[node.kind], value: shown(value), oninput: (event) => set(kept(event.target.value)) });
    const now = button(node.kind === "date" ? "today" : "now", () => {
      const text = instance.timestamp(new Date());
      input.value = { date: text.slice(0, 10), time: text.slice(11, 16), dateTime: text.slice(0, 16) }[node.kind];
      set(kept(input.value));
    }, { class: "second" });
    return make("div", { class: "with-now" }, input, now);
  }
  function choices({ node, holder, id, set }) {
    const many = node.kind === "many", chosen = () => holder[node.name].split(" ").filter(Boolean);
    const isShort = node.choices.length > 8 && node.choices.slice(1, -1).every((each) => said(each.label).length < 4);
    return make("div", { class: isShort ? "choices short" : "choices" }, node.choices.map((each) => make("label", {},
      make("input", {
        type: many ? "checkbox" : "radio", name: id, value: each.name, checked: chosen().includes(each.name),
        onchange: (event) => {
          const kept = many ? chosen().filter((name) => name !== each.name) : [];
          const all = event.target.checked ? [...kept, each.name] : kept;
          set(node.choices.map((one) => one.name).filter((name) => all.includes(name)).join(" "));
        },
      }), make("span", {}, said(each.label)))));
  }
  function picture({ node, holder, id, described, set }) {
    const { draft } = drawn, shown = make("div", { class: "picture", "aria-live": "polite" });
    async function show() {
      const blob = holder[node.name] ? await vault.file(draft.id, holder[node.name]) : null;
      if (!blob) return shown.replaceChildren();
      const image = make("img", { alt: said(node.label) });
      image.src = URL.createObjectURL(blob);
      image.onload = () => URL.revokeObjectURL(image.src);
      shown.replaceChildren(image, button("remove_photo", async () => { await vault.dropFile(draft.id, holder[node.name]); set(""); show(); }, { class: "quiet", icon: "cross" }));
    }
    const input = make("input", {
      id, type: "file", accept: "image/*", "aria-describedby": described,
      onchange: async (event) => {
        const [file] = event.target.files;
        if (!file) return;
        shown.replaceChildren(make("p", { class: "soft" }, say("photo_working")));
        try {
          const blob = await photo.clean(file, node.pixels);
          const name = `${crypto.randomUUID()}.jpg`, before = holder[node.name];
          await vault.putFile(draft.id, name, blob);
          if (before) await vault.dropFile(draft.id, before);
          set(name);
          await show();
        } catch {
          shown.replaceChildren(make("p", { class: "errorlist" }, say("photo_unread")));
        }
        input.value = "";
      },
    });
    show();
    return make("div", {}, input, shown);
  }
  function point({ node, holder, id, described, set }) {
    const typed = make("input", {
      id: `${id}-t`, type: "text", value: holder[node.name].split(" ").slice(0, 2).join(", "), placeholder: "14.63492, -90.50689", "aria-describedby": described,
      oninput: (event) => {
        const found = /^\s*(-?\d{1,2}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(event.target.value);
        set(found && Math.abs(found[1]) <= 90 && Math.abs(found[2]) <= 180 ? `${found[1]} ${found[2]} 0 0` : "");
      },
    });
    const heard = make("p", { class: "soft", role: "status" });
    const take = button("take_point", () => locate((place) => {
      const { latitude, longitude, altitude, accuracy } = place.coords;
      typed.value = `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
      set([latitude, longitude, altitude ?? 0, Math.round(accuracy * 10) / 10].join(" "));
      heard.textContent = say("point_taken", { n: Math.round(accuracy) });
    }, heard, take), { class: "second", icon: "map" });
    return make("div", { class: "point" }, take, heard, make("label", { for: `${id}-t`, class: "small" }, say("point_typed")), typed);
  }
  // The best of half a minute; good enough ends it earlier.
  function locate(heardOf, heard, take) {
    if (!navigator.geolocation) { heard.textContent = say("point_unable"); return; }
    heard.textContent = say("point_looking");
    take.disabled = true;
    let watch = 0, best = Infinity;
    const stop = () => { navigator.geolocation.clearWatch(watch); clearTimeout(clock); take.disabled = false; };
    const clock = setTimeout(() => { stop(); if (best === Infinity) heard.textContent = say("point_unable"); }, GPS_SECONDS * 1000);
    watch = navigator.geolocation.watchPosition((place) => {
      if (place.coords.accuracy < best) { best = place.coords.accuracy; heardOf(place); }
      if (best <= GOOD_METRES) stop();
    }, (problem) => { if (best === Infinity) { stop(); heard.textContent = say(problem.code === 1 ? "point_refused" : "point_unable"); } }, { enableHighAccuracy: true, maximumAge: 0 });
  }

  // --- checking ------------------------------------------------------------------------------------
  const reason = (node, problem) => (problem === "constraint" ? said(node.message) || say("wrong_constraint") : say(`wrong_${problem}`));

  // Says at each question what is wrong with its answer, and all of it above; true where nothing is.
  function check(element) {
    const { card, draft } = drawn;
    const wrong = [];
    for (const asked of instance.asked(card, draft.answers)) {
      const problem = instance.problem(card, draft.answers, asked);
      const shown = drawn.wrapped.find((each) => each.node === asked.node && each.holder === asked.holder);
      if (shown) mark(shown.element, problem && reason(asked.node, problem));
      if (problem && shown) wrong.push([shown.element, `${said(asked.node.label)} — ${reason(asked.node, problem)}`]);
    }
    const above = element.querySelector(".form-problems");
    above.replaceChildren(wrong.length ? make("div", { class: "problem refuse", role: "alert" }, parts.icon("warning"), make("div", {},
      make("p", {}, say("wrong", { n: wrong.length })), make("ul", {}, wrong.map(([where, sentence]) => make("li", {}, make("button", { type: "button", class: "link", onclick: () => focus(where) }, sentence)))))) : "");
    if (wrong.length) above.focus();
    return wrong.length === 0;
  }
  const control = (element) => (element.matches("fieldset") ? element.querySelector("input") : element.querySelector("input, textarea")) ?? element;
  const focus = (element) => { control(element).focus({ preventScroll: true }); element.scrollIntoView({ block: "center" }); };
  function mark(element, sentence) {
    const place = element.querySelector(".errorlist[id]");
    if (!place) return;
    place.textContent = sentence;
    place.hidden = !sentence;
    for (const each of element.querySelectorAll("input:not([type=radio], [type=checkbox]), textarea")) {
      if (sentence) each.setAttribute("aria-invalid", "true");
      else each.removeAttribute("aria-invalid");
    }
  }
  return { draw };
})();
