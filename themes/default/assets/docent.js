// docent's script: colours, contents that follow, copying, filtering. Every page works without it.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // Colours: runs before the first paint, so that there is no flash.
  const schemes = ["system", "light", "dark"];
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

  function themeSwitch() {
    const button = document.querySelector(".theme-switch");
    if (!button) return;
    const now = () => root.dataset.theme || "system";
    const name = () => { button.title = say("scheme", { scheme: say(now()) }); button.setAttribute("aria-label", button.title); };
    name();
    button.addEventListener("click", () => {
      const next = schemes[(schemes.indexOf(now()) + 1) % schemes.length];
      wear(next);
      try { localStorage.setItem("docent-theme", next); } catch { /* private mode: it lasts as long as the page */ }
      name();
    });
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
      const at = end && scrollY > 0 ? marks.length - 1 : marks.findLastIndex((m) => m.getBoundingClientRect().top < line);
      links.forEach((a, i) => {
        const on = i === Math.max(at, 0);
        if (on === a.hasAttribute("aria-current")) return;
        if (on) { a.setAttribute("aria-current", "true"); if (a.offsetParent) reveal(a); } else a.removeAttribute("aria-current");
      });
    };
    const reveal = (a) => {
      const box = a.closest(".toc"), top = a.offsetTop;
      if (top < box.scrollTop || top + a.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - box.clientHeight / 2;
    };
    addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
    follow();
    const toc = document.getElementById("d:toc");
    links.forEach((a) => a.addEventListener("click", () => { if (toc.matches(":popover-open")) toc.hidePopover(); }));
  }

  // Headings: a link to their own place, for sharing.
  function anchors() {
    all(".prose :is(h2, h3, h4, h5, h6)[id]").forEach((heading) => {
      const link = Object.assign(document.createElement("a"), { className: "anchor", textContent: "#" });
      link.href = `#${encodeURIComponent(heading.id)}`;
      link.setAttribute("aria-label", say("link_to", { heading: heading.textContent }));
      heading.append(" ", link);
    });
  }

  function copying() {
    if (!navigator.clipboard) return;
    all(".code").forEach((figure) => {
      const button = Object.assign(document.createElement("button"), { className: "copy", type: "button", textContent: say("copy") });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(figure.querySelector("code").textContent);
        button.textContent = say("copied");
        setTimeout(() => { button.textContent = say("copy"); }, 1600);
      });
      figure.append(button);
    });
  }

  // Listings: words, state and order live in the address, so that a view can be shared.
  function listing() {
    const input = document.getElementById("d:filter");
    if (!input) return;
    const state = document.getElementById("d:state");
    const shown = document.getElementById("d:shown");
    const none = document.getElementById("d:none");
    const total = shown.textContent;
    let items = [];
    const gather = () => { items = all(".list tbody tr, .lane li").map((element) => ({ element, text: element.textContent.toLowerCase() })); };
    gather();
    // A long table has further pages; their rows are loaded when someone filters or sorts.
    const pager = document.querySelector(".pager");
    const waiting = [];
    const whole = (then) => {
      if (!input.dataset.more) return then();
      // Asked for once, however fast someone types.
      if (waiting.push(then) > 1) return;
      window.docentRows = (rows) => {
        delete input.dataset.more;
        document.querySelector(".list tbody").insertAdjacentHTML("beforeend", rows);
        pager.hidden = true;
        gather();
        waiting.splice(0).forEach((then) => then());
      };
      document.head.append(Object.assign(document.createElement("script"), { src: input.dataset.more }));
    };
    const params = new URLSearchParams(location.search);
    input.value = params.get("q") || "";
    if (state) state.value = params.get("state") || "";
    if (state && state.selectedIndex < 0) state.value = "";

    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = state ? state.value : "";
      let count = 0;
      for (const { element, text } of items) {
        const on = words.every((w) => text.includes(w)) && (!wanted || element.dataset.status === wanted);
        element.hidden = !on;
        count += on;
      }
      const filtered = words.length || wanted;
      shown.textContent = filtered ? say("shown", { n: count, total: items.length }) : total;
      none.hidden = count > 0 || !items.length;
      if (filtered) all(".lane").forEach((lane) => { lane.querySelector(".count").textContent = all("li:not([hidden])", lane).length; });
      keep();
    };
    const keep = () => {
      const set = (key, value) => (value ? params.set(key, value) : params.delete(key));
      set("q", input.value.trim());
      if (state) set("state", state.value);
      const query = params.size ? `?${params}` : location.pathname;
      try { history.replaceState(null, "", query); } catch { /* some browsers refuse it on files */ }
      all("a[data-keep]").forEach((a) => { a.href = a.getAttribute("href").split("?")[0] + (params.size ? `?${params}` : ""); });
    };
    const change = () => whole(apply);
    input.addEventListener("input", change);
    if (state) state.addEventListener("change", change);
    document.getElementById("d:clear").addEventListener("click", () => { input.value = ""; if (state) state.value = ""; apply(); input.focus(); });
    const sort = sorting(params, keep, whole);
    if (params.size) whole(() => { if (sort) sort(); apply(); });
  }

  // Gives the function that sorts as the address wishes.
  function sorting(params, keep, whole) {
    const table = document.querySelector(".list");
    if (!table || !table.tHead) return null;
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, i) => {
      const cell = row.cells[i], time = cell.querySelector("time");
      return time ? time.dateTime : cell.textContent.trim();
    };
    const sort = (i, down) => {
      const order = new Intl.Collator(root.lang, { numeric: true, sensitivity: "base" });
      const rows = [...body.rows].sort((a, b) => order.compare(key(a, i), key(b, i)) * (down ? -1 : 1));
      body.append(...rows);
      heads.forEach((h, n) => (n === i ? h.setAttribute("aria-sort", down ? "descending" : "ascending") : h.removeAttribute("aria-sort")));
    };
    heads.forEach((head, i) => {
      const button = Object.assign(document.createElement("button"), { className: "sort", type: "button", textContent: head.textContent });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        whole(() => {
          sort(i, down);
          params.set("sort", (down ? "-" : "") + head.textContent.toLowerCase());
          keep();
        });
      });
    });
    return () => {
      const wish = params.get("sort") || "";
      const i = heads.findIndex((h) => h.textContent.toLowerCase() === wish.replace(/^-/, ""));
      if (i >= 0) sort(i, wish.startsWith("-"));
    };
  }

  addEventListener("DOMContentLoaded", () => { themeSwitch(); contents(); anchors(); copying(); listing(); });
})();
