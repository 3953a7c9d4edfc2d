// One worker by a form: what is typed survives a reload, what is sent survives a lost signal, and each worker carries a
// key made here, so that sending it again is no second worker. Without this script the form is sent as any other.
"use strict";
(() => {
  const form = document.querySelector("form[data-worker]");
  if (!form) return;
  const own = `cakupan-worker-${form.dataset.worker}`;
  const [DRAFT, QUEUE, ASIDE] = [`${own}-draft`, `${own}-queue`, `${own}-aside`];
  const FIELDS = ["key", "nik", "name", "birth", "sex", "village", "address", "phone", "occupation"];

  const read = (name, otherwise) => {
    try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
  };
  const write = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; }
  };
  const forget = (name) => { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } };

  // crypto.randomUUID is there on https only, and an office network often has none
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const typed = () => {
    const data = new FormData(form);
    return Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) ?? "")]));
  };
  const isEmpty = () => { const told = typed(); return !(told.nik || told.name || told.address || told.phone); };
  const fill = (told) => {
    for (const name of FIELDS) {
      const field = form.elements[name];
      if (field && told[name] !== undefined) field.value = told[name];
    }
  };

  const clearErrors = () => {
    for (const spot of form.querySelectorAll("[data-error]")) spot.textContent = "";
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  };
  const showErrors = (errors) => {
    clearErrors();
    document.getElementById("nik_seen").replaceChildren();
    for (const [name, sentences] of Object.entries(errors)) {
      const spot = form.querySelector(`[data-error="${name}"]`);
      if (!spot) continue;
      spot.textContent = sentences.join(" ");
      const field = form.querySelector(`[name="${name}"]`);
      if (field) field.setAttribute("aria-invalid", "true");
    }
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
  };

  const told = form.querySelector("[data-told]");
  const say = (what, count) => {
    told.hidden = !what;
    told.querySelector("[data-count]").textContent = count ? String(count) : "";
    for (const part of told.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== what;
    told.className = `note${{ sent: " note--good", wrong: " note--bad", waiting: " note--warn", signed_out: " note--warn" }[what] ?? ""}`;
  };

  const startAnew = () => {
    const village = form.elements.village.value;
    for (const name of FIELDS) {
      const field = form.elements[name];
      if (field instanceof RadioNodeList) for (const one of field) one.checked = false;
      else if (name !== "village") field.value = "";
    }
    form.elements.village.value = village;
    form.elements.key.value = newKey();
    document.getElementById("nik_seen").replaceChildren();
    clearErrors();
    forget(DRAFT);
  };

  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) ?? [])[1] ?? form.elements.csrfmiddlewaretoken.value;
  const send = (worker) => fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(worker),
    headers: { "X-CSRFToken": token(), Accept: "application/json" },
    redirect: "manual",
    credentials: "same-origin",
  });
  const without = (key) => write(QUEUE, read(QUEUE, []).filter((one) => one.key !== key));

  // Whom the site does not take, with its reason: shown, to be mended or given up, and in nobody's way.
  const shelf = document.querySelector("[data-aside]");
  const putAside = (worker, why) => {
    const others = read(ASIDE, []).filter((one) => one.worker.key !== worker.key);
    if (write(ASIDE, [...others, { worker, why }])) without(worker.key);
    showAside();
  };
  const takeBack = (key) => {
    write(ASIDE, read(ASIDE, []).filter((one) => one.worker.key !== key));
    showAside();
  };
  const mend = ({ worker }) => {
    takeBack(worker.key);
    if (!isEmpty()) putAside(typed(), "");
    fill(worker);
    write(DRAFT, worker);
    form.elements.name.focus();
  };
  const asItem = (one) => {
    const item = shelf.querySelector("template").content.cloneNode(true);
    item.querySelector("[data-who]").textContent = [one.worker.name, one.worker.nik].filter(Boolean).join(", ");
    item.querySelector("[data-why]").textContent = one.why;
    item.querySelector("[data-mend]").addEventListener("click", () => mend(one));
    item.querySelector("[data-drop]").addEventListener("click", () => takeBack(one.worker.key));
    return item;
  };
  const showAside = () => {
    const aside = read(ASIDE, []);
    shelf.hidden = !aside.length;
    shelf.querySelector("ul").replaceChildren(...aside.map(asItem));
  };
  const LATER = [408, 425, 429]; // not about this worker: the site asks to wait
  const isLater = (answer) => answer.status >= 500 || LATER.includes(answer.status) || answer.status < 400;
  const refusal = async (answer) => { try { return await answer.json(); } catch { return {}; } };

  let busy = false;
  const flush = async () => {
    if (busy) return;
    busy = true;
    let went = 0;
    let wrong = false;
    try {
      for (const worker of read(QUEUE, [])) {
        let answer;
        try { answer = await send(worker); } catch { say("waiting", read(QUEUE, []).length); return; }
        if (answer.type === "opaqueredirect") { say("signed_out", read(QUEUE, []).length); return; }
        if (answer.status === 422) {
          wrong = true;
          if (!isEmpty()) continue; // it comes back once what is being typed has gone
          const { errors } = await answer.json();
          without(worker.key);
          fill(worker);
          write(DRAFT, worker);
          showErrors(errors);
          continue;
        }
        if (!answer.ok) {
          if (isLater(answer)) { say("waiting", read(QUEUE, []).length); return; }
          const { error, code } = await refusal(answer);
          // a form kept from before one signed in again: the page has to be opened once more
          if (code === "form_expired") { say("signed_out", read(QUEUE, []).length); return; }
          putAside(worker, error ?? String(answer.status));
          continue;
        }
        without(worker.key);
        went += 1;
      }
      if (went || wrong) say(wrong ? "wrong" : "sent", wrong ? 0 : went);
      if (went) { document.body.dispatchEvent(new Event("workers-sent")); }
    } finally { busy = false; }
  };

  form.addEventListener("input", (event) => {
    const spot = form.querySelector(`[data-error="${event.target.name}"]`);
    if (spot) spot.textContent = "";
    event.target.removeAttribute("aria-invalid");
    write(DRAFT, typed());
  });
  form.addEventListener("submit", (event) => {
    const worker = typed();
    // where nothing can be kept, the form goes as without a script
    if (!write(QUEUE, [...read(QUEUE, []).filter((one) => one.key !== worker.key), worker])) return;
    event.preventDefault();
    startAnew();
    form.elements.nik.focus();
    flush();
  });
  window.addEventListener("online", flush);
  setInterval(() => { if (read(QUEUE, []).length) flush(); }, 10000);

  if (form.dataset.fresh === "yes") {
    const draft = read(DRAFT, null);
    if (draft) fill(draft);
    else form.elements.key.value = newKey(); // a page that the phone kept comes again with the key it had
  }
  showAside();
  if (read(QUEUE, []).length) flush();
  // there on https and on the machine itself only; without it the form needs a signal to be opened, and not to be kept
  navigator.serviceWorker?.register(form.dataset.offline).catch(() => undefined);
})();
