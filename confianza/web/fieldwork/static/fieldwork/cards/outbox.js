"use strict";
// What waits to be sent, one after the other. The same bytes go again until an answer was heard: the server takes them once.
const outbox = (() => {
  const PART = 4000000, SECONDS = 120, TAKEN = [201, 202];
  // After a cut connection the same is tried again soon, then later with the next look at the outbox.
  const AGAIN_AFTER = [300, 600, 1200, 2400, 5000];
  const rest = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });
  let busy = false, address = "", language = "es";

  const waiting = async () => (await vault.all("cards")).filter((card) => card.state !== "draft").sort((a, b) => a.kept.localeCompare(b.kept));

  async function post(url, body) {
    const stop = new AbortController(), clock = setTimeout(() => stop.abort(), SECONDS * 1000);
    try {
      // No cookie goes along: the key in the address says who sends, also when nobody is logged in any more.
      return await fetch(url, { method: "POST", body, credentials: "omit", redirect: "error", cache: "no-store", signal: stop.signal, headers: { "X-OpenRosa-Version": "1.0" } });
    } finally {
      clearTimeout(clock);
    }
  }

  // Files in as many posts as a weak network can bear; all but the last say that more comes.
  async function parts(card) {
    const found = [[]];
    let size = 0;
    for (const name of card.files) {
      const blob = await vault.file(card.id, name);
      if (!blob) continue;
      if (found.at(-1).length && size + blob.size > PART) { found.push([]); size = 0; }
      found.at(-1).push([name, blob]);
      size += blob.size;
    }
    return found;
  }

  function form(card, files, isLast) {
    const made = new FormData();
    made.append("xml_submission_file", new Blob([card.xml], { type: "text/xml" }), "tarjeta.xml");
    for (const [name, blob] of files) made.append(name, blob, name);
    if (!isLast) made.append("*isIncomplete*", "yes");
    return made;
  }

  // What became of one card: "sent", "refused" (with its sentence), "revoked", or "later".
  async function send(card, key) {
    const url = `${address}${key}/submission?idioma=${language}`;
    const posts = await parts(card);
    for (const [place, files] of posts.entries()) {
      let answer;
      try {
        answer = await post(url, form(card, files, place === posts.length - 1));
      } catch {
        return { outcome: "later", why: "no_network" };
      }
      const ours = answer.headers.has("X-OpenRosa-Version");
      let said = "";
      try { said = sentence(await answer.text()); } catch { return { outcome: "later", why: "no_network" }; }
      if (answer.status === 404 && !ours) return { outcome: "revoked" };
      if (answer.status >= 500 || answer.status === 429 || !ours) return { outcome: "later", why: "server" };
      if (!TAKEN.includes(answer.status)) return { outcome: "refused", said };
    }
    return { outcome: "sent" };
  }

  // The sentence in an OpenRosa answer: a text between two tags, with its five signs.
  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'", apos: "'" };
  const sentence = (text) => (/<message[^>]*>([^<]*)<\/message>/.exec(text)?.[1] ?? "").replace(/&([#\w]+);/g, (whole, name) => SIGNS[name] ?? whole);

  async function settle(card, result) {
    const now = new Date().toISOString();
    if (result.outcome === "sent") {
      return vault.settle(card.id, { form: card.form, titles: card.titles, kept: card.kept, sent: now, files: card.files.length });
    }
    const state = result.outcome === "refused" ? "refused" : "waiting";
    const { id, ...rest } = card;
    return vault.put("cards", id, { ...rest, state, said: result.said ?? "", why: result.why ?? result.outcome, tried: now });
  }

  // Sends all that waits; tells `seen(outcome)` after each. Another tab at it already: this one lets it.
  async function flush(seen) {
    if (busy || !vault.person() || !navigator.onLine) return;
    busy = true;
    const whose = vault.person();
    const work = async () => {
      const { key } = (await vault.remembered("key")) ?? {};
      for (const card of await waiting()) {
        if (card.state !== "waiting") continue;
        let result = key ? await send(card, key) : { outcome: "revoked" };
        for (const pause of AGAIN_AFTER) {
          if (result.why !== "no_network" || !navigator.onLine) break;
          await rest(pause);
          result = await send(card, key);
        }
        // Locked, or another person's turn, while the network was slow: what was heard is heard again next time.
        if (vault.person() !== whose) return;
        await settle(card, result);
        seen(result.outcome);
        if (result.outcome === "later" || result.outcome === "revoked") return;
      }
    };
    try {
      if (navigator.locks) await navigator.locks.request("tarjetas", { ifAvailable: true }, (lock) => (lock ? work() : null));
      else await work();
    } finally {
      busy = false;
    }
  }

  // The cards this person may fill in now, by the key: {forms}, "revoked", or null without network.
  async function fetchForms(key) {
    try {
      const answer = await fetch(`${address}${key}/tarjetas`, { credentials: "omit", redirect: "error", cache: "no-store" });
      if (answer.status === 404 && !answer.headers.has("X-OpenRosa-Version")) return "revoked";
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
  const set = (base, spoken) => { address = base; language = spoken; };
  return { waiting, flush, fetchForms, set };
})();
