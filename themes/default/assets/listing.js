// Listings and boards: words, state, owner, year and order live in the address, so that a view can be shared and stays
// when a reader goes from the table to the board. Without this script, everything is listed.
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const say = (key, values) => {
    const phrase = window.docentWords[key] ?? key;
    const text = Array.isArray(phrase) ? phrase[values.n === 1 ? 0 : 1] : phrase;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };

  function listing() {
    const input = document.getElementById("d:filter");
    if (!input) return;
    const choices = ["state", "owner", "year"].map((name) => [name, document.getElementById(`d:${name}`)]).filter(([, select]) => select);
    const clear = document.getElementById("d:clear");
    const shown = document.getElementById("d:shown");
    const none = document.getElementById("d:none");
    const total = shown.textContent;
    const lanes = all(".lane");
    lanes.forEach((lane) => { lane.count = lane.querySelector(".count"); lane.total = lane.count.textContent; });
    let items = [];
    const gather = () => {
      items = all(".list tbody tr, .lane li").map((element) => ({
        element,
        text: element.textContent.toLowerCase(),
        state: element.dataset.status || element.closest(".lane")?.dataset.status,
        owner: element.dataset.owner,
        year: (element.dataset.day || element.querySelector("time")?.dateTime || "").slice(0, 4),
      }));
    };
    gather();

    // What a long table or lane leaves out is loaded when someone filters or sorts.
    const waiting = [];
    const whole = (then) => {
      if (!input.dataset.more) return then();
      // Asked for once, however fast someone types.
      if (waiting.push(then) > 1) return;
      window.docentRows = (rows) => {
        delete input.dataset.more;
        if (lanes.length) lanes.forEach((lane) => lane.querySelector("ul")?.insertAdjacentHTML("beforeend", rows[lane.dataset.status] || ""));
        else document.querySelector(".list tbody").insertAdjacentHTML("beforeend", rows);
        all(".pager, .left-out").forEach((it) => { it.hidden = true; });
        gather();
        waiting.splice(0).forEach((then) => then());
      };
      document.head.append(Object.assign(document.createElement("script"), { src: input.dataset.more }));
    };

    const params = new URLSearchParams(location.search);
    input.value = params.get("q") || "";
    for (const [name, select] of choices) {
      select.value = params.get(name) || "";
      if (select.selectedIndex < 0) select.value = "";
    }

    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = choices.filter(([, select]) => select.value).map(([name, select]) => [name, select.value]);
      let count = 0;
      for (const item of items) {
        const on = words.every((word) => item.text.includes(word)) && wanted.every(([name, value]) => item[name] === value);
        item.element.hidden = !on;
        count += on;
      }
      const isFiltered = words.length > 0 || wanted.length > 0;
      shown.textContent = isFiltered ? say("shown", { n: count, total: items.length }) : total;
      clear.hidden = !isFiltered;
      none.hidden = count > 0 || !items.length;
      const state = wanted.find(([name]) => name === "state")?.[1];
      for (const lane of lanes) {
        lane.hidden = Boolean(state) && lane.dataset.status !== state;
        lane.count.textContent = isFiltered ? all("li:not([hidden])", lane).length : lane.total;
      }
      keep();
    };
    const keep = () => {
      const set = (key, value) => (value ? params.set(key, value) : params.delete(key));
      set("q", input.value.trim());
      choices.forEach(([name, select]) => set(name, select.value));
      const query = params.size ? `?${params}` : "";
      try { history.replaceState(null, "", query || location.pathname); } catch { /* some browsers refuse it on files */ }
      all("a[data-keep]").forEach((a) => { a.href = a.getAttribute("href").split("?")[0] + query; });
    };
    const change = () => whole(apply);
    input.addEventListener("input", change);
    choices.forEach(([, select]) => select.addEventListener("change", change));
    clear.addEventListener("click", () => {
      input.value = "";
      choices.forEach(([, select]) => { select.value = ""; });
      apply();
      input.focus();
    });
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
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
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

  listing();
})();
