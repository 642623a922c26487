"use strict";
// What lies on the telephone: sealed with a key that only the PIN opens, person by person.
// A record holds who it is of, its number and sealed bytes; nothing of what it says.
const vault = (() => {
  const NAME = "tarjetas", VERSION = 1;
  // OWASP's advice for PBKDF2 with SHA-256 is 600,000 rounds.
  const ROUNDS = 800000, MOST_TRIES = 5;
  const STORES = { cards: ["person", "id"], files: ["person", "id", "name"], receipts: ["person", "id"], kept: ["person", "name"] };
  let opened = null; // {person, key}: only while unlocked

  const wait = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const finished = (transaction) => new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onerror = transaction.onabort = () => failed(transaction.error || new Error("aborted"));
  });

  let connection = null;
  async function database() {
    if (connection) return connection;
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore("people", { keyPath: "person" });
      for (const [store, keyPath] of Object.entries(STORES)) made.createObjectStore(store, { keyPath });
    };
    connection = await wait(request);
    connection.onversionchange = connection.onclose = () => { connection?.close(); connection = null; };
    return connection;
  }
  // Whole or not at all, and on the disk before it counts as kept.
  async function change(stores, work) {
    const transaction = (await database()).transaction(stores, "readwrite", { durability: "strict" });
    const done = finished(transaction);
    work((store) => transaction.objectStore(store));
    await done;
  }
  async function ask(store, work) {
    return wait(work((await database()).transaction(store).objectStore(store)));
  }
  const range = (person, ...more) => IDBKeyRange.bound([person, ...more], [person, ...more, []]);

  // --- sealing -------------------------------------------------------------------------------------
  const bytes = (text) => new TextEncoder().encode(text);
  const about = (store, record) => bytes(JSON.stringify([store, ...STORES[store].map((part) => record[part])]));
  async function sealed(store, record, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: about(store, record) };
    return { ...record, iv, sealed: await crypto.subtle.encrypt(how, key(), content) };
  }
  async function unsealed(store, record) {
    const how = { name: "AES-GCM", iv: record.iv, additionalData: about(store, record) };
    return crypto.subtle.decrypt(how, key(), record.sealed);
  }
  function key() {
    if (!opened) throw new Error("locked");
    return opened.key;
  }
  async function fromPin(pin, salt, rounds) {
    const base = await crypto.subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
  }
  const unwrap = async (told, pin) =>
    crypto.subtle.unwrapKey("raw", told.wrapped, await fromPin(pin, told.salt, told.rounds), { name: "AES-GCM", iv: told.iv, additionalData: bytes(told.person) }, "AES-GCM", false, ["encrypt", "decrypt"]);

  // --- people --------------------------------------------------------------------------------------
  const people = () => ask("people", (store) => store.getAll());
  async function enrol(person, initials, pin) {
    const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    const wrapped = await crypto.subtle.wrapKey("raw", data, await fromPin(pin, salt, ROUNDS), { name: "AES-GCM", iv, additionalData: bytes(person) });
    const told = { person, initials, salt, iv, rounds: ROUNDS, wrapped, tries: 0, since: new Date().toISOString().slice(0, 10) };
    await change(["people"], (store) => store("people").put(told));
    opened = { person, key: await unwrap(told, pin) };
  }
  // Opens with the right PIN: true. Otherwise how many tries are left; at none, all of this person is gone.
  async function open(person, pin) {
    const told = await ask("people", (store) => store.get(person));
    if (!told) return 0;
    const tries = told.tries + 1;
    // Counted before it is tried: whoever kills the page in between gains nothing.
    await change(["people"], (store) => store("people").put({ ...told, tries }));
    try {
      opened = { person, key: await unwrap(told, pin) };
    } catch {
      if (tries >= MOST_TRIES) await wipe(person);
      return MOST_TRIES - tries;
    }
    await change(["people"], (store) => store("people").put({ ...told, tries: 0 }));
    return true;
  }
  const lock = () => { opened = null; };
  const person = () => opened?.person ?? "";
  // Returns how many people's cards are left; with the last one's everything goes.
  async function wipe(whose) {
    if (person() === whose) lock();
    await change(["people", ...Object.keys(STORES)], (store) => {
      store("people").delete(whose);
      for (const name of Object.keys(STORES)) store(name).delete(range(whose));
    });
    const left = (await people()).length;
    if (left) return left;
    connection?.close();
    connection = null;
    await new Promise((done) => { Object.assign(indexedDB.deleteDatabase(NAME), { onsuccess: done, onerror: done, onblocked: done }); });
    return 0;
  }
  const waiting = async (whose) => ask("cards", (store) => (whose ? store.count(range(whose)) : store.count()));

  // --- content -------------------------------------------------------------------------------------
  const json = (value) => bytes(JSON.stringify(value));
  const parsed = (buffer) => JSON.parse(new TextDecoder().decode(buffer));
  async function put(store, id, value) {
    const record = await sealed(store, { person: person(), id }, json(value));
    await change([store], (each) => each(store).put(record));
  }
  async function all(store) {
    const records = await ask(store, (each) => each.getAll(range(person())));
    return Promise.all(records.map(async (record) => ({ id: record.id, ...parsed(await unsealed(store, record)) })));
  }
  const remember = async (name, value) => {
    const record = await sealed("kept", { person: person(), name }, json(value));
    await change(["kept"], (store) => store("kept").put(record));
  };
  const remembered = async (name) => {
    const record = await ask("kept", (store) => store.get([person(), name]));
    return record ? parsed(await unsealed("kept", record)) : null;
  };
  const putFile = async (id, name, blob) => {
    const record = await sealed("files", { person: person(), id, name }, await blob.arrayBuffer());
    await change(["files"], (store) => store("files").put(record));
  };
  const file = async (id, name) => {
    const record = await ask("files", (store) => store.get([person(), id, name]));
    return record ? new Blob([await unsealed("files", record)], { type: "image/jpeg" }) : null;
  };
  const dropFile = (id, name) => change(["files"], (store) => store("files").delete([person(), id, name]));
  const drop = (id) => change(["cards", "files"], (store) => {
    store("cards").delete([person(), id]);
    store("files").delete(range(person(), id));
  });
  const dropReceipt = (id) => change(["receipts"], (store) => store("receipts").delete([person(), id]));
  // In one step: what was sent goes, and its receipt stays.
  async function settle(id, receipt) {
    const record = await sealed("receipts", { person: person(), id }, json(receipt));
    await change(["cards", "files", "receipts"], (store) => {
      store("receipts").put(record);
      store("cards").delete([record.person, id]);
      store("files").delete(range(record.person, id));
    });
  }
  return { people, enrol, open, lock, person, wipe, waiting, put, all, remember, remembered, putFile, file, dropFile, drop, dropReceipt, settle, MOST_TRIES };
})();
