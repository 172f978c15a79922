// What changed since the last visit, on the pages that list changes. The browser remembers which changes it saw, in its own
// storage and nowhere else; without it, the page says what changed in the last fourteen days.
// Runs when the page is read and before it is painted, so that nothing moves.
"use strict";
(() => {
  const told = document.getElementById("d:visit");
  if (!told) return;
  const say = (key, values = {}) => {
    const phrase = window.docentWords[key];
    const words = Array.isArray(phrase) ? phrase[values.n === 1 ? 0 : 1] : phrase;
    return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };
  // Several sites may share an address, and all sites on a disk do.
  const key = `docent-visit ${new URL("index.html", new URL(told.dataset.root || ".", location)).pathname}`;
  // Someone who comes back within half an hour never left.
  const pause = 30 * 60 * 1000;
  const news = told.dataset.news.split(" ").filter(Boolean);
  const now = Date.now();
  let visit;
  try {
    visit = JSON.parse(localStorage.getItem(key)) || {};
    if (visit.at && now - visit.at > pause) visit = { since: visit.at, seen: visit.news };
    localStorage.setItem(key, JSON.stringify({ ...visit, at: now, news: told.dataset.news }));
  } catch { return; }
  if (typeof visit.seen !== "string" || !visit.since) return;
  const seen = new Set(visit.seen.split(" "));
  const fresh = new Set(news.filter((stamp) => !seen.has(stamp)));
  // As the page writes days: Swedes write them as the standard does.
  const [lang, style] = told.dataset.day === "{iso}" ? ["sv", "short"] : [document.documentElement.lang, "long"];
  const day = new Intl.DateTimeFormat(lang, { dateStyle: style }).format(visit.since);
  told.textContent = say(fresh.size ? "since_visit" : "nothing_since_visit", { n: fresh.size, day });
  document.querySelectorAll("[data-stamp]").forEach((item) => {
    if (!fresh.has(item.dataset.stamp)) return;
    const mark = Object.assign(document.createElement("span"), { className: "status tone-active", textContent: say("fresh") });
    const link = item.querySelector("a, .title");
    link.after(" ", mark);
  });
})();
