"use strict";
// The screens. Each returns the elements of its page, the title first; cards.js says which is shown.
const pages = (() => {
  const { say, said, make, button, moment, short, icon } = parts;
  const PIN_LENGTH = 6;
  const ICONS = { ficha_campo: "info", bitacora_patrulla: "clock", visita_escolar: "school", acta_reunion: "people", caminata_segura: "map" };
  const title = (sentence) => make("h1", { tabindex: "-1" }, sentence);
  const lead = (sentence) => make("p", { class: "lead" }, sentence);
  const link = (name, href, how = {}) => make("a", { class: "button", href, ...how }, say(name));

  function refused(name, act = "") {
    return [title(say("title")), make("div", { class: "empty" }, make("h2", {}, say(`${name}_title`)), make("p", {}, say(`${name}_text`)), act)];
  }

  // --- the PIN -------------------------------------------------------------------------------------
  function pinField(id, name, autocomplete) {
    const input = make("input", { id, type: "password", inputmode: "numeric", autocomplete, required: true, maxlength: "20", "aria-describedby": `${id}-e` });
    return { input, field: make("div", { class: "field pin" }, make("label", { for: id }, say(name)), input, make("p", { class: "errorlist", id: `${id}-e`, role: "alert" })) };
  }
  function complain({ input, field }, sentence) {
    field.querySelector(".errorlist").textContent = sentence;
    if (sentence) { input.setAttribute("aria-invalid", "true"); input.focus(); } else input.removeAttribute("aria-invalid");
  }
  // Of six equal or consecutive digits there are too few to guess.
  function weak(pin) {
    if (!/^\d+$/.test(pin) || pin.length < PIN_LENGTH) return "pin_short";
    const steps = new Set([...pin.slice(1)].map((sign, place) => (sign.charCodeAt(0) - pin.charCodeAt(place) + 10) % 10));
    const [step] = steps;
    return steps.size === 1 && [0, 1, 9].includes(step) ? "pin_easy" : "";
  }
  function submitted(name, work) {
    const go = make("button", {}, say(name));
    return [go, async (event) => {
      event.preventDefault();
      go.disabled = true;
      go.textContent = say("working");
      try { await work(); } finally { go.disabled = false; go.textContent = say(name); }
    }];
  }

  function enrol(who, others, done) {
    const first = pinField("pin-1", "pin_new", "new-password"), second = pinField("pin-2", "pin_again", "new-password");
    const [go, act] = submitted("pin_choose", async () => {
      const problem = weak(first.input.value);
      complain(second, "");
      complain(first, problem ? say(problem) : "");
      if (problem) return;
      if (first.input.value !== second.input.value) { complain(second, say("pin_differs")); return; }
      const failed = await done(first.input.value);
      if (failed) complain(first, say(failed));
    });
    return [
      title(say("title")), lead(say("enrol_lead", { name: who.name })),
      others ? make("p", { class: "message warning" }, icon("info"), say("others_cards")) : "",
      make("form", { class: "card", autocomplete: "off", onsubmit: act }, make("h2", {}, say("enrol_pin")), make("p", {}, say("enrol_why")), first.field, second.field, go),
      make("p", { class: "soft" }, say("enrol_honest")),
    ];
  }

  function unlock(people, done) {
    const pin = pinField("pin", "pin", "off");
    let whose = people[0].person;
    const [go, act] = submitted("unlock", async () => {
      const left = await done(whose, pin.input.value);
      pin.input.value = "";
      if (left !== true) complain(pin, say("pin_wrong", { n: left }));
    });
    const which = people.length > 1 ? make("fieldset", { class: "field" }, make("legend", {}, say("whose")), make("div", { class: "choices" }, people.map((each) => make("label", {},
      make("input", { type: "radio", name: "whose", checked: each.person === whose, onchange: () => { whose = each.person; } }), make("span", {}, say("whose_one", { name: each.initials, day: each.since })))))) : "";
    return [
      title(say("locked")), lead(say("locked_lead")),
      make("form", { class: "card", autocomplete: "off", onsubmit: act }, which, pin.field, go),
      make("details", {}, make("summary", {}, say("pin_forgotten")), make("p", {}, say("pin_forgotten_text")), button("wipe", () => done(whose, null), { class: "second" })),
    ];
  }

  // --- cards ---------------------------------------------------------------------------------------
  function tally({ waiting, refusedOnes, revoked }) {
    if (revoked) return ["act", "warning", say("key_taken_back")];
    if (refusedOnes) return ["attention", "warning", say("some_refused", { n: refusedOnes })];
    if (!waiting) return ["good", "check", say("nothing_waits")];
    return [navigator.onLine ? "working" : "attention", "clock", say(navigator.onLine ? "some_wait" : "some_wait_offline", { n: waiting })];
  }
  const standing = (state) => { const [kind, sign, sentence] = tally(state); return make("p", { class: `tag ${kind} standing`, role: "status" }, icon(sign), make("span", {}, sentence)); };

  function home(state, act) {
    const tiles = state.cards.map((card) => make("li", {}, make("button", { type: "button", class: "tile", onclick: () => act.begin(card) }, icon(ICONS[card.form] ?? "file"), make("span", {}, said(card.titles)))));
    const drafts = state.drafts.map((draft) => make("li", {}, make("div", {}, make("strong", {}, said(draft.titles)), make("br"), make("span", { class: "soft" }, say("begun_at", { when: moment(draft.begun) }))),
      make("div", { class: "buttons" }, make("button", { type: "button", class: "second", "aria-label": `${say("go_on")}: ${said(draft.titles)}, ${moment(draft.begun)}`, onclick: () => act.open(draft.id) }, say("go_on")), make("button", { type: "button", class: "quiet", "aria-label": `${say("discard")}: ${said(draft.titles)}, ${moment(draft.begun)}`, onclick: () => act.discard(draft) }, say("discard")))));
    return [
      title(say("title")), standing(state), state.revoked ? revoked(act) : "",
      tiles.length ? [make("h2", {}, say("fill_in")), make("ul", { class: "tile-list" }, tiles)] : make("div", { class: "empty" }, make("h2", {}, say("no_cards_title")), make("p", {}, say("no_cards_text"))),
      drafts.length ? [make("h2", {}, say("unfinished")), make("ul", { class: "rows" }, drafts)] : "",
    ];
  }
  const revoked = (act) => make("div", { class: "problem refuse" }, icon("warning"), make("div", {}, make("p", {}, say("revoked_text")), button("another_key", act.another, { class: "second" })));

  function fill(card, draft, act) {
    const keeping = make("p", { class: "soft keeping", role: "status" });
    const drawn = form.draw(card, draft, () => act.changed(keeping));
    return [
      title(said(card.titles)), make("p", { class: "soft" }, say("fill_lead")), drawn.element,
      make("div", { class: "buttons keep" }, button("keep", () => { if (drawn.check()) act.keep(); }, { icon: "check" }), button("later", act.leave, { class: "second" })), keeping,
    ];
  }

  const why = (card) => (card.tried ? say(`later_${card.why}`, { when: moment(card.tried) }) : say("not_tried"));
  const row = (card, ...more) => make("li", {}, make("div", {}, make("strong", {}, said(card.titles)), make("br"), say("kept_at", { when: moment(card.kept) }), card.files.length ? ` · ${say("photos", { n: card.files.length })}` : "", make("br"), make("span", { class: "soft" }, say("number", { number: short(card.id) })), more));

  function sent(state, act) {
    const waiting = state.queue.filter((card) => card.state === "waiting"), back = state.queue.filter((card) => card.state === "refused");
    const receipts = state.receipts.map((one) => make("li", {}, make("div", {}, make("strong", {}, said(one.titles)), make("br"), say("kept_at", { when: moment(one.kept) }), make("br"), icon("check"), " ", say("sent_at", { when: moment(one.sent) }), make("br"), make("span", { class: "soft" }, say("number", { number: short(one.id) })))));
    return [
      title(say("outbox")), standing(state), state.revoked ? revoked(act) : "",
      waiting.length ? [make("h2", {}, say("waiting", { n: waiting.length })), make("ul", { class: "rows" }, waiting.map((card) => row(card, make("p", { class: "soft" }, why(card))))), button("send_now", act.send, { icon: "up" })] : "",
      back.length ? [make("h2", {}, say("refused_ones")), make("ul", { class: "rows" }, back.map((card) => row(card, make("p", { class: "problem reject" }, icon("warning"), card.said || say("refused_plain")), button("discard", () => act.discard(card), { class: "quiet" }))))] : "",
      make("h2", {}, say("receipts")), receipts.length ? make("ul", { class: "rows" }, receipts) : make("p", { class: "soft" }, say("no_receipts")),
      receipts.length ? button("forget_receipts", act.forget, { class: "quiet" }) : "",
    ];
  }

  function telephone(state, act) {
    const minutes = make("select", { id: "minutes", onchange: (event) => act.minutes(Number(event.target.value)) }, [2, 5, 15, 30, 50].map((each) => make("option", { value: String(each), selected: each === state.minutes }, say("minutes", { n: each }))));
    return [
      title(say("telephone")),
      make("dl", { class: "facts" },
        make("dt", {}, say("network")), make("dd", {}, say(navigator.onLine ? "network_yes" : "network_no")),
        make("dt", {}, say("offline_copy")), make("dd", {}, say(state.isKept ? "offline_yes" : "offline_no")),
        make("dt", {}, say("storage")), make("dd", {}, say(state.persisted ? "storage_yes" : "storage_no")),
        make("dt", {}, say("forms_from")), make("dd", {}, state.formsAt ? moment(state.formsAt) : say("never")),
        make("dt", {}, say("signed_in")), make("dd", {}, make("a", { href: parts.places[state.name ? "work" : "login"] }, say(state.name ? "signed_in_as" : "signed_in_no", { name: state.name })))),
      make("div", { class: "field" }, make("label", { for: "minutes" }, say("lock_after")), minutes),
      make("h2", {}, say("leaving")), make("p", {}, say("leaving_text")),
      make("div", { class: "buttons" }, button("lock", act.lock, { class: "second" }), button("log_out", act.logOut, { class: "second" }), button("wipe", act.wipe, { class: "grave" })),
      make("p", { class: "soft" }, say("enrol_honest")),
    ];
  }
  return { refused, link, enrol, unlock, home, fill, sent, telephone };
})();
