// docent's script: colours, contents that follow, copying, the way to search. Every page works without it.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // Colours: runs before the first paint, so that there is no flash.
  const recall = () => { try { return localStorage.getItem("docent-theme"); } catch { return null; } };
  const wear = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
    else delete root.dataset.theme;
  };
  wear(recall());

  // The words of the interface, which stand before this script: a phrase, or one and other by the number `n`.
  const say = (key, values = {}) => {
    const phrase = window.docentWords[key];
    const words = Array.isArray(phrase) ? phrase[values.n === 1 ? 0 : 1] : phrase;
    return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Shows the other scheme. Where that is the system's, the choice is forgotten, and the page follows the system again.
  function themeSwitch() {
    const button = document.querySelector(".theme-switch");
    if (!button) return;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const own = () => (system.matches ? "dark" : "light");
    const other = () => ((root.dataset.theme || own()) === "dark" ? "light" : "dark");
    const name = () => { button.title = say(`to_${other()}`); button.setAttribute("aria-label", button.title); };
    name();
    button.addEventListener("click", () => {
      const next = other() === own() ? null : other();
      wear(next);
      try { if (next) localStorage.setItem("docent-theme", next); else localStorage.removeItem("docent-theme"); } catch { /* private mode: it lasts as long as the page */ }
      name();
    });
    system.addEventListener("change", name);
    addEventListener("storage", (event) => { if (event.key === "docent-theme") { wear(event.newValue); name(); } });
  }

  // Contents: the last heading above the upper third is the one being read.
  function contents() {
    const links = all(".toc a");
    const marks = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1)))).filter(Boolean);
    if (!marks.length) return;
    let waiting = false;
    const follow = () => {
      waiting = false;
      const line = innerHeight / 3;
      const end = Math.ceil(scrollY + innerHeight) >= root.scrollHeight - 2;
      const at = scrollY < 8 ? 0 : end ? marks.length - 1 : marks.findLastIndex((m) => m.getBoundingClientRect().top < line);
      links.forEach((a, i) => {
        const on = i === Math.max(at, 0);
        if (on === a.hasAttribute("aria-current")) return;
        if (on) { a.setAttribute("aria-current", "true"); if (a.offsetParent) reveal(a); } else a.removeAttribute("aria-current");
      });
    };
    const reveal = (a) => {
      const box = a.closest(".toc:popover-open, .rail"), top = a.offsetTop;
      if (top < box.scrollTop || top + a.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
    };
    addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
    follow();
    const toc = document.getElementById("d:toc");
    links.forEach((a) => a.addEventListener("click", () => { if (toc.matches(":popover-open")) toc.hidePopover(); }));
  }

  // Headings: a link to the place of each stands beside it, so that it is no part of its words.
  function places() {
    all(".prose > :is(h2, h3, h4, h5, h6)[id]").forEach((heading) => {
      const link = Object.assign(document.createElement("a"), { className: "anchor", href: `#${encodeURIComponent(heading.id)}`, textContent: "#" });
      link.setAttribute("aria-labelledby", heading.id);
      heading.after(link);
    });
  }

  // Code: a button that copies it, and says so to those who cannot see it.
  function copying() {
    const figures = all(".code");
    if (!navigator.clipboard || !figures.length) return;
    const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    said.setAttribute("role", "status");
    document.body.append(said);
    figures.forEach((figure) => {
      const button = Object.assign(document.createElement("button"), { className: "copy", type: "button", textContent: say("copy") });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(figure.querySelector("code").textContent);
        button.textContent = said.textContent = say("copied");
        setTimeout(() => { button.textContent = say("copy"); said.textContent = ""; }, 1600);
      });
      figure.append(button);
    });
  }

  // Search: what it needs is loaded when someone first asks for it. Without it, its button leads to a page.
  const own = document.currentScript.src;
  let loading = null;
  const search = (then) => {
    loading ||= new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src: own.replace("docent.js", "search.js"), onload: done, onerror: failed });
      document.head.append(script);
    });
    return loading.then(() => then(window.docentSearch));
  };
  function searching() {
    const button = document.querySelector(".search-open");
    const form = document.getElementById("d:search-page");
    const field = form && form.querySelector("input");
    if (!button) return;
    const open = () => (field ? field.focus() : search((it) => it.open(button)).catch(() => { location.href = button.href; }));
    button.setAttribute("role", "button");
    button.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
    if (!field) button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
    button.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); open(); } });
    if (field) {
      if (location.search) search((it) => it.page(form));
      else field.addEventListener("focus", () => search((it) => it.page(form)), { once: true });
    }
    addEventListener("keydown", (event) => {
      const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
      const key = !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && event.key;
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      if (command || key === "/") { event.preventDefault(); open(); }
      if (key === "?") { event.preventDefault(); search((it) => it.help()); }
    });
  }

  // Previews of linked documents: loaded when a link is first pointed at or reached, and never for a touch.
  const parts = document.currentScript.dataset.previews;
  function previewing() {
    const first = (event) => {
      const link = event.pointerType !== "touch" && event.target.closest?.("main a[href$='.html'], main a[href*='.html#']");
      if (!link || !+parts) return;
      removeEventListener("pointerover", first);
      removeEventListener("focusin", first);
      window.docentFirst = { link, own, parts };
      document.head.append(Object.assign(document.createElement("script"), { src: own.replace("docent.js", "previews.js") }));
    };
    addEventListener("pointerover", first);
    addEventListener("focusin", first);
  }

  addEventListener("DOMContentLoaded", () => { themeSwitch(); places(); contents(); copying(); searching(); previewing(); });
})();
