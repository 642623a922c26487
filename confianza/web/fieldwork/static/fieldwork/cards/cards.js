"use strict";
// Which screen is shown, and what happens of itself: keeping what is written, sending, locking.
(() => {
  const { say, places } = parts;
  const SAVE_AFTER = 400, SEND_EVERY = 15000, LOOK_EVERY = 5000, WARN_MS = 30000, MINUTES = 5, RECEIPTS = 300;
  const main = document.getElementById("content"), doors = document.getElementById("doors");
  const state = { who: null, cards: [], revoked: false, minutes: MINUTES, formsAt: "", persisted: false, isKept: false, fresh: false };
  let touched = Date.now(), filling = null, saving = 0, saved = Promise.resolve(), turn = 0;

  // --- the browser's own -----------------------------------------------------------------------------
  async function guard() {
    if (!navigator.serviceWorker) return;
    // The one address that may become a script from a text.
    const policy = window.trustedTypes?.createPolicy("default", { createScriptURL: (url) => (url === places.cards_worker ? url : null) });
    const url = policy ? policy.createScriptURL(places.cards_worker) : places.cards_worker;
    await navigator.serviceWorker.register(url, { scope: places.cards }).catch(() => null);
    await navigator.serviceWorker.ready;
    state.isKept = true;
    document.documentElement.dataset.kept = "yes";
  }
  async function whoIsHere() {
    try {
      const answer = await fetch(places.cards_person, { redirect: "manual", cache: "no-store" });
      if (answer.ok) return await answer.json();
      return answer.type === "opaqueredirect" || answer.status === 404 ? null : state.who;
    } catch {
      return state.who; // without network nobody else can have logged in
    }
  }
  // Somebody else logged in on this telephone: what is open is not theirs.
  async function look() {
    state.who = await whoIsHere();
    if (state.who && vault.person() && vault.person() !== state.who.reference) await lock();
  }

  // --- showing -----------------------------------------------------------------------------------------
  const at = () => location.hash.slice(1).split("/");
  const go = (place) => { if (location.hash === `#${place}`) show(); else location.hash = place; };
  function set(elements, door = "") {
    main.replaceChildren(...elements.flat(3).filter(Boolean));
    const heading = main.querySelector("h1");
    document.title = `${heading.textContent} · Confianza`;
    doors.hidden = !vault.person();
    for (const each of doors.querySelectorAll("[data-door]")) {
      each.querySelector("span").textContent = say(`door_${each.dataset.door}`);
      if (each.dataset.door === door) each.setAttribute("aria-current", "page");
      else each.removeAttribute("aria-current");
    }
    document.getElementById("skip").textContent = say("skip");
    document.documentElement.dataset.screen = door || "closed";
    if (state.fresh) { heading.focus({ preventScroll: true }); window.scrollTo(0, 0); }
    state.fresh = true;
  }
  const told = async () => {
    const all = await vault.all("cards");
    const queue = all.filter((card) => card.state !== "draft").sort((a, b) => a.kept.localeCompare(b.kept));
    return {
      ...state, name: state.who?.name, queue, drafts: all.filter((card) => card.state === "draft").sort((a, b) => b.begun.localeCompare(a.begun)),
      waiting: queue.filter((card) => card.state === "waiting").length, refusedOnes: queue.filter((card) => card.state === "refused").length,
      receipts: (await vault.all("receipts")).sort((a, b) => b.sent.localeCompare(a.sent)),
    };
  };
  // What was still being read when the telephone locked is not missed.
  const unlessLocked = (work) => async (...told) => {
    try {
      return await work(...told);
    } catch (problem) {
      if (vault.person()) throw problem;
      return null;
    }
  };
  const show = unlessLocked(async () => {
    const mine = (turn += 1);
    if (!window.isSecureContext || !crypto.subtle || !window.indexedDB) return set(pages.refused("unable"));
    if (!vault.person()) return closed(await vault.people());
    const [place, id] = at(), now = await told();
    if (mine !== turn) return null;
    if (place !== "llenar") filling = null;
    if (place === "envios") return set(pages.sent(now, acts), "outbox");
    if (place === "telefono") return set(pages.telephone(now, acts), "telephone");
    const draft = place === "llenar" && now.drafts.find((each) => each.id === id);
    if (draft) return fill(draft);
    return set(pages.home(now, acts), "cards");
  });
  function closed(people) {
    filling = null;
    const { who } = state, mine = who && people.find((each) => each.person === who.reference);
    if (who && !mine) return set(pages.enrol(who, people.length > 0, enrol));
    if (people.length) return set(pages.unlock(mine ? [mine] : people, unlock));
    return set(pages.refused(navigator.onLine ? "login" : "first", pages.link("log_in", places.login)));
  }

  // --- in and out ----------------------------------------------------------------------------------------
  async function newKey() {
    const answer = await fetch(places.enrol, { method: "POST", headers: { "X-CSRFToken": state.who.token }, redirect: "manual", cache: "no-store" }).catch(() => null);
    return answer?.status === 201 ? answer.json() : null;
  }
  async function enrol(pin) {
    const given = await newKey();
    if (!given) return "no_key";
    const initials = state.who.name.split(/\s+/).map((word) => word[0]).join("").slice(0, 3).toUpperCase();
    await vault.enrol(given.reference, initials, pin);
    await vault.remember("key", { key: given.key });
    await navigator.storage?.persist?.();
    await unlocked();
    return "";
  }
  async function unlock(person, pin) {
    if (pin === null) {
      const waiting = await vault.waiting(person);
      if (!(await parts.confirmed([say("wipe_sure"), say("wipe_lost", { n: waiting })], "wipe"))) return true;
      await vault.wipe(person);
      await show();
      return true;
    }
    const left = await vault.open(person, pin);
    if (left === true) await unlocked();
    else if (left <= 0) { parts.announce(say("wiped_after_tries")); await show(); return true; }
    return left;
  }
  async function unlocked() {
    touched = Date.now();
    const forms = await vault.remembered("forms"), settings = await vault.remembered("settings");
    Object.assign(state, { cards: forms?.forms ?? [], formsAt: forms?.at ?? "", minutes: settings?.minutes ?? MINUTES, revoked: false });
    if (settings?.language) parts.speak(settings.language);
    outbox.set(places.telephones, parts.spoken());
    state.persisted = (await navigator.storage?.persisted?.()) ?? false;
    await show();
    await renew();
    await send();
  }
  const renew = unlessLocked(async () => {
    const { key } = (await vault.remembered("key")) ?? {};
    const found = key ? await outbox.fetchForms(key) : "revoked";
    if (!vault.person() || !found) return;
    state.revoked = found === "revoked";
    if (!state.revoked) {
      const at = new Date().toISOString(), isNew = JSON.stringify(found.forms) !== JSON.stringify(state.cards);
      Object.assign(state, { cards: found.forms, formsAt: at });
      await vault.remember("forms", { forms: found.forms, at });
      if (!isNew) return;
    }
    if (!filling) await show();
  });
  async function lock() {
    await save();
    vault.lock();
    Object.assign(state, { cards: [], revoked: false });
    document.querySelectorAll("dialog").forEach((dialog) => dialog.close(""));
    await show();
  }

  // --- filling in ------------------------------------------------------------------------------------------
  async function begin(card) {
    const id = `uuid:${crypto.randomUUID()}`, now = new Date();
    const answers = instance.begun(card.nodes);
    for (const node of card.nodes) if (node.kind === "start") answers[node.name] = instance.timestamp(now);
    await vault.put("cards", id, { state: "draft", form: card.form, version: card.version, titles: card.titles, card, answers, begun: now.toISOString(), files: [] });
    go(`llenar/${id}`);
  }
  function fill(draft) {
    // With the form as it was when it was begun: what is asked does not change under the hand.
    filling = { ...draft };
    set(pages.fill(draft.card, filling, acts), "fill");
  }
  function changed(place) {
    clearTimeout(saving);
    place.textContent = "";
    saving = setTimeout(async () => { await save(); place.textContent = say("kept_draft"); }, SAVE_AFTER);
  }
  function save() {
    clearTimeout(saving);
    if (filling && vault.person()) {
      const { id, ...rest } = filling, now = JSON.parse(JSON.stringify(rest));
      saved = saved.then(() => (vault.person() ? vault.put("cards", id, now) : null)).catch(() => null);
    }
    return saved;
  }
  async function keep() {
    const { id, card, answers, ...rest } = filling, now = new Date();
    await save();
    for (const node of card.nodes) if (node.kind === "end") answers[node.name] = instance.timestamp(now);
    const xml = instance.xml(card, answers, id), files = instance.files(card, answers);
    filling = null;
    await vault.put("cards", id, { form: rest.form, version: rest.version, titles: rest.titles, begun: rest.begun, state: "waiting", kept: now.toISOString(), xml, files });
    document.documentElement.dataset.keptCards = String(Number(document.documentElement.dataset.keptCards ?? 0) + 1);
    parts.announce(say(navigator.onLine ? "kept_sending" : "kept_waiting"));
    go("inicio");
    send();
  }

  // --- sending ---------------------------------------------------------------------------------------------
  const send = unlessLocked(async () => {
    if (!vault.person()) return;
    let seen = false;
    await outbox.flush((outcome) => {
      seen = true;
      if (outcome === "revoked") state.revoked = true;
    });
    if (seen && vault.person() && !filling) await show();
    if (vault.person()) await tidy();
  });
  async function tidy() {
    const old = (await vault.all("receipts")).sort((a, b) => b.sent.localeCompare(a.sent)).slice(RECEIPTS);
    for (const each of old) await vault.dropReceipt(each.id);
  }
  async function waitingCards() { return (await vault.waiting(vault.person())); }
  async function forgotten() {
    for (const name of await caches.keys()) await caches.delete(name);
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  }

  const acts = {
    begin, keep, changed, lock,
    open: (id) => go(`llenar/${id}`),
    leave: async () => { await save(); filling = null; go("inicio"); },
    discard: async (card) => {
      if (!(await parts.confirmed([say("discard_sure"), card.state === "refused" ? say("discard_refused") : say("discard_lost")], "discard"))) return;
      await vault.drop(card.id);
      await show();
    },
    send: async () => { parts.announce(say("sending")); await send(); await show(); },
    forget: async () => { for (const each of await vault.all("receipts")) await vault.dropReceipt(each.id); await show(); },
    another: async () => {
      await look();
      if (!vault.person()) return;
      if (!state.who) { location.assign(places.login); return; }
      const given = await newKey();
      if (!given || given.reference !== vault.person()) { parts.announce(say("no_key")); return; }
      await vault.remember("key", { key: given.key });
      state.revoked = false;
      await renew();
      await send();
      await show();
    },
    minutes: (minutes) => { state.minutes = minutes; settings(); },
    wipe: async () => {
      if (!(await parts.confirmed([say("wipe_sure"), say("wipe_lost", { n: await waitingCards() })], "wipe"))) return;
      if ((await vault.wipe(vault.person())) === 0) await forgotten();
      location.replace(places.work);
    },
    logOut: async () => {
      const waiting = await vault.waiting();
      if (!(await parts.confirmed([say("log_out_sure"), waiting ? say("log_out_lost", { n: waiting }) : say("log_out_text")], "log_out"))) return;
      for (const each of await vault.people()) await vault.wipe(each.person);
      await forgotten();
      if (state.who) await fetch(places.logout, { method: "POST", headers: { "X-CSRFToken": state.who.token }, redirect: "manual" }).catch(() => null);
      location.replace("/");
    },
  };
  const settings = () => vault.remember("settings", { minutes: state.minutes, language: parts.spoken() });

  // --- what happens of itself --------------------------------------------------------------------------------
  async function watch() {
    if (!vault.person()) return;
    const left = touched + state.minutes * 60000 - Date.now();
    document.getElementById("warning").hidden = left > WARN_MS;
    document.getElementById("warning").textContent = left > WARN_MS ? "" : say("locks_soon");
    if (left <= 0) { document.getElementById("warning").hidden = true; await lock(); }
  }
  function listen() {
    for (const name of ["pointerdown", "keydown", "input"]) addEventListener(name, () => { touched = Date.now(); }, { passive: true, capture: true });
    addEventListener("hashchange", async () => { await save(); show(); });
    addEventListener("online", async () => { await look(); await renew(); await send(); if (!filling) show(); });
    addEventListener("offline", () => { if (!filling) show(); });
    addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", async () => {
      if (document.visibilityState === "hidden") { save(); return; }
      await watch();
      await look();
      send();
    });
    setInterval(watch, LOOK_EVERY);
    setInterval(send, SEND_EVERY);
    for (const each of doors.querySelectorAll("[data-door]")) each.addEventListener("click", () => (each.dataset.door === "lock" ? lock() : null));
    for (const each of document.querySelectorAll("[data-speak]")) {
      each.addEventListener("click", async () => {
        await save();
        parts.speak(each.dataset.speak);
        outbox.set(places.telephones, parts.spoken());
        languages();
        if (vault.person()) await settings();
        show();
      });
    }
  }
  const languages = () => { for (const each of document.querySelectorAll("[data-speak]")) each.hidden = each.dataset.speak === parts.spoken(); };

  async function start() {
    listen();
    languages();
    state.who = await whoIsHere();
    await show();
    await guard();
  }
  start();
})();
