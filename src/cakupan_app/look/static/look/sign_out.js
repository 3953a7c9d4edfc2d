// Whoever signs out leaves nothing about a worker on the phone: not what was being typed, not the form that was kept.
// Workers who were not sent yet go too, but never silently. Without this script signing out works as any form.
"use strict";
(() => {
  const [OWN, KEPT] = ["cakupan-worker-", "cakupan-worker-form"];

  const names = () => {
    try { return Object.keys(localStorage).filter((name) => name.startsWith(OWN)); } catch { return []; }
  };
  const count = (name) => {
    try { return JSON.parse(localStorage.getItem(name)).length; } catch { return 0; }
  };
  const unsent = () => names().filter((name) => /-(queue|aside)$/.test(name)).reduce((sum, name) => sum + count(name), 0);
  const forget = async () => {
    for (const name of names()) localStorage.removeItem(name);
    // over http there is no such store, and nothing was kept in it
    if ("caches" in window) await caches.delete(KEPT).catch(() => undefined);
  };

  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      if (!navigator.onLine) return; // nobody is signed out without a signal
      event.preventDefault();
      const many = unsent();
      if (many && !window.confirm(`${many} ${form.dataset.signOut}`)) return;
      await forget();
      form.submit();
    });
  }
})();
