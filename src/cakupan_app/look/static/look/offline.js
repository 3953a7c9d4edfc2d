// Keeps the form for one worker on the phone, without anybody whom it was filled in for, so that it opens again where
// there is no signal. Served at an address of its own beside the form, which is all that it may answer for.
"use strict";
const KEPT = "cakupan-worker-form";
const FORM = new URL("./", self.location).pathname;
const ALONE = new URL("./alone/", self.location).pathname;

// A page that was sent elsewhere is that of somebody who is signed out: nothing is kept for them.
const page = async () => {
  const answer = await fetch(ALONE, { cache: "no-store", redirect: "error", credentials: "same-origin" });
  if (!answer.ok) throw new Error("signed out");
  return answer;
};
const keep = async () => {
  const answer = await page();
  const html = await answer.clone().text();
  const parts = Array.from(html.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g), (found) => found[1]);
  const kept = await caches.open(KEPT);
  await kept.put(ALONE, answer);
  await kept.addAll(new Set(parts));
  for (const request of await kept.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== ALONE && !parts.includes(pathname)) await kept.delete(request);
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === FORM) {
    event.respondWith(fetch(request).then(
      (answer) => {
        const refreshed = answer.ok ? keep() : caches.delete(KEPT);
        event.waitUntil(refreshed.catch(() => undefined));
        return answer;
      },
      async (lost) => { const kept = await caches.match(ALONE); if (kept) return kept; throw lost; },
    ));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(async (lost) => {
      const kept = await caches.match(request, { ignoreVary: true });
      if (kept) return kept;
      throw lost;
    }));
  }
});
