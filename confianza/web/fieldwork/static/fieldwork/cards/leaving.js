// Whoever logs out empties the telephone. Where cards still wait on it, that is said first.
document.addEventListener("submit", (event) => {
  const form = event.target, dialog = document.querySelector("[data-leaving]");
  if (!dialog || form.getAttribute("action") !== dialog.dataset.leaving || form.dataset.sure) return;
  event.preventDefault();
  const leave = () => { form.dataset.sure = "yes"; form.requestSubmit(); };
  const ask = (count) => {
    if (!count) { leave(); return; }
    dialog.querySelector("[data-count]").textContent = count;
    dialog.onclose = () => { if (dialog.returnValue === "yes") leave(); };
    dialog.showModal();
  };
  const request = indexedDB.open("tarjetas");
  // There was none: it is not made here.
  request.onupgradeneeded = () => request.transaction.abort();
  request.onerror = () => ask(0);
  request.onsuccess = () => {
    const database = request.result;
    const counted = database.transaction("cards").objectStore("cards").count();
    counted.onerror = () => { database.close(); ask(0); };
    counted.onsuccess = () => { database.close(); ask(counted.result); };
  };
});
