// Search as people use it: the dialog, the page of results, the help on keys. Loaded when someone first asks for it.
"use strict";
(() => {
  const own = document.currentScript.src;
  const folder = new URL(".", own);
  const root = new URL("..", own);
  const words = window.docentSearchWords;
  const say = (key, values = {}) => {
    const phrase = words[key] ?? key;
    const text = Array.isArray(phrase) ? phrase[values.n === 1 ? 0 : 1] : phrase;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  };

  // An element with its properties and attributes, and what is in it.
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }
  const marked = (cut) => cut.map(([text, found]) => (found ? make("mark", {}, text) : text));

  // ---- Loading: by script elements, since a page opened from disk may load nothing else.

  const waiting = new Map();
  window.docentShard = (name, data) => waiting.get(name)?.(data);
  const load = (name, version) => new Promise((done, failed) => {
    // The index is asked for anew every five minutes; all else is named by the version that the index says.
    const url = new URL(`search/${name}.js?v=${version || Math.floor(Date.now() / 3e5)}`, folder);
    const script = make("script", { src: url });
    waiting.set(name, done);
    script.onerror = () => failed(new Error(name));
    script.onload = () => script.remove();
    document.head.append(script);
  });
  let engine = null;
  const ready = new Promise((done, failed) => {
    const script = make("script", { src: own.replace("search.js", "search-engine.js") });
    script.onload = () => { engine = window.docentEngine.engine(load); done(); };
    script.onerror = failed;
    document.head.append(script);
  });
  const styled = new Promise((done) => {
    const href = own.replace("search.js", "search.css");
    if (document.querySelector('link[href*="assets/search.css"]')) return done();
    const link = make("link", { rel: "stylesheet", href });
    link.onload = link.onerror = done;
    document.head.append(link);
  });

  // ---- The form and what it finds; the same in the dialog and on the page.

  const FACETS = ["type", "state", "owner", "year"];

  // Puts filters, a status and the list after a field. `limit` is how many results are shown; `more` is told what leads to
  // the rest.
  function finder({ input, place, limit, changed, rest }) {
    const selects = FACETS.map((name) => make("select", { class: "choice", "aria-label": say(name), name }, make("option", { value: "" }, say(`any_${name}`))));
    const filters = make("div", { class: "search-filters", role: "group", "aria-label": say("filters") }, ...selects);
    const status = make("p", { class: "search-status", role: "status" });
    const list = make("ol", { class: "search-results", "aria-label": say("results") });
    const after = make("p", { class: "search-rest" });
    place.append(filters, status, list, after);
    let turn = 0, shown = limit, filled = null;

    const asked = () => Object.fromEntries([["q", input.value.trim()], ...selects.map((it) => [it.name, it.value])].filter(([, value]) => value));
    const address = () => { const params = new URLSearchParams(asked()); return params.size ? `?${params}` : ""; };

    const fill = () => (filled ||= engine.about().then(({ facets, lang }) => selects.forEach((select) => {
      // Documents may be in another language than what is around them.
      list.lang = lang;
      const values = [...facets[select.name].values];
      if (select.name === "year") values.reverse();
      select.append(...values.map(([value, label]) => make("option", { value }, label)));
      select.hidden = values.length < 2;
    })));

    function row(result) {
      const href = new URL(result.route, root).href;
      const link = make("a", { href }, ...(result.id ? [make("span", { class: "id" }, result.id), " "] : []), ...marked(result.title));
      const item = make("li", {}, link, make("p", { class: "about" }, result.about.join(" · ")));
      if (result.text.length) item.append(make("p", { class: "excerpt" }, ...marked(result.text)));
      if (result.sections.length) {
        item.append(make("ul", {}, ...result.sections.map((section) => make("li", {},
          make("a", { href: `${href}#${encodeURIComponent(section.anchor)}` }, ...marked(section.heading)),
          make("p", { class: "excerpt" }, ...marked(section.text))))));
      }
      return item;
    }

    async function find() {
      turn += 1;
      const mine = turn;
      const question = input.value;
      try {
        await ready;
        await fill();
        const filter = Object.fromEntries(selects.map((it) => [it.name, it.value]));
        const isFiltered = selects.some((it) => it.value);
        // One letter says too little, except where a letter is a word.
        const words = question.trim().length > 1 || /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(question.trim()) ? question : "";
        const found = await engine.search(words, filter, shown);
        if (mine !== turn) return;
        // Whoever is in the list stays in it, at the same place.
        const held = [...list.querySelectorAll("a")].indexOf(document.activeElement);
        list.replaceChildren(...found.results.map(row));
        if (held >= 0) ([...list.querySelectorAll("a")].slice(0, held + 1).pop() || input).focus();
        const said = found.partly ? "found_partly" : "found";
        status.textContent = words.trim() || isFiltered ? (found.total ? say(said, { n: found.total }) : say(isFiltered ? "nothing_filtered" : "nothing")) : say("begin");
        rest(after, { total: found.total, shown: found.results.length, address: address() });
      } catch {
        if (mine === turn) { status.textContent = say("failed"); list.replaceChildren(); after.replaceChildren(); }
      }
      changed(address());
    }

    let pause = 0;
    input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => { shown = limit; find(); }, 60); });
    selects.forEach((select) => select.addEventListener("change", () => { shown = limit; find(); }));

    // Arrow keys go through the links as through a list; what is typed on a link goes on in the field.
    const stops = () => [input, ...list.querySelectorAll("a"), ...after.querySelectorAll("a, button")];
    place.addEventListener("keydown", (event) => {
      const all = stops(), at = all.indexOf(document.activeElement);
      if (at < 0) return;
      // A browser would only empty the field, and ask for the key once more.
      if (event.key === "Escape" && at === 0 && !event.isComposing && place.closest("dialog")) {
        place.closest("dialog").close();
        event.preventDefault();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        all[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), all.length - 1)].focus();
        event.preventDefault();
      } else if (event.key === "Enter" && at === 0 && all.length > 1 && !event.isComposing) {
        clearTimeout(pause);
        find().then(() => { if (rest.follows) list.querySelector("a")?.click(); });
        event.preventDefault();
      } else if (at > 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
        input.focus();
      }
    });

    // Takes what an address asks for.
    const take = async (params) => {
      input.value = params.get("q") || "";
      await ready;
      await fill();
      selects.forEach((select) => { select.value = params.get(select.name) || ""; if (select.selectedIndex < 0) select.value = ""; });
      await find();
    };
    return { find, take, more: () => { shown += limit; return find().then(() => list.children[shown - limit]?.querySelector("a").focus()); } };
  }

  // ---- The dialog.

  let dialog = null;
  async function open(opener) {
    if (document.querySelector("dialog[open]")) return;
    if (!dialog) {
      const input = make("input", { id: "d:search-input", type: "search", autocomplete: "off", spellcheck: "false", maxlength: 200, "aria-label": say("field"), placeholder: say("placeholder"), "aria-describedby": "d:search-keys" });
      const close = make("button", { type: "button", class: "icon-button" }, say("close"));
      const place = make("div", { class: "search-box" }, make("div", { class: "search-field" }, input, close));
      const rest = (after, { total, shown, address }) => after.replaceChildren(...(total > shown ? [make("a", { href: new URL(`search.html${address}`, root) }, say("all", { n: total }))] : []));
      rest.follows = true;
      const { find } = finder({ input, place, limit: 6, rest, changed: () => {} });
      dialog = make("dialog", { id: "d:search", class: "search", "aria-label": say("title") }, place, make("p", { id: "d:search-keys", class: "search-keys" }, say("keys")));
      close.addEventListener("click", () => dialog.close());
      // A click beside the box closes it: only there is the dialog itself what was clicked.
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      // A link to a place on this page leaves the page as it is, so the dialog has to go.
      dialog.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
      // Browsers empty a field of search first, and the dialog's own key would take two presses.
      input.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing) { event.preventDefault(); dialog.close(); } });
      dialog.find = find;
      document.body.append(dialog);
    }
    await styled;
    const before = opener || document.activeElement;
    dialog.onclose = () => before?.focus?.();
    dialog.showModal();
    const input = dialog.querySelector("input");
    input.focus();
    input.select();
    dialog.find();
  }

  // ---- The keys.

  let keys = null;
  async function help(opener) {
    if (document.querySelector("dialog[open]")) return;
    if (!keys) {
      const rows = [["/", "key_search"], ["Ctrl K", "key_search"], ["↓ ↑", "key_move"], ["Enter", "key_follow"], ["Esc", "key_close"], ["?", "key_help"]];
      const close = make("button", { type: "button", class: "icon-button" }, say("close"));
      close.addEventListener("click", () => keys.close());
      keys = make("dialog", { id: "d:keys", class: "search keys", "aria-labelledby": "d:keys-title" },
        make("div", { class: "search-field" }, make("h2", { id: "d:keys-title" }, say("keys_title")), close),
        make("dl", {}, ...rows.map(([key, meaning]) => make("div", {}, make("dt", {}, ...key.split(" ").flatMap((it) => [make("kbd", {}, it), " "])), make("dd", {}, say(meaning))))));
      keys.addEventListener("click", (event) => { if (event.target === keys) keys.close(); });
      document.body.append(keys);
    }
    await styled;
    const before = opener || document.activeElement;
    keys.onclose = () => before?.focus?.();
    keys.showModal();
  }

  // ---- The page of results: its address says what was asked, so that it can be shared.

  function page(form) {
    const input = form.querySelector("input");
    const keep = (address) => { try { history.replaceState(null, "", address || location.pathname); } catch { /* some browsers refuse it on files */ } };
    let more = null;
    const rest = (after, { total, shown }) => {
      if (total <= shown) return after.replaceChildren();
      const button = make("button", { type: "button", class: "icon-button" }, say("more", { n: total - shown }));
      button.addEventListener("click", () => more());
      after.replaceChildren(button);
    };
    const it = finder({ input, place: form, limit: 20, changed: keep, rest });
    more = it.more;
    form.addEventListener("submit", (event) => event.preventDefault());
    const params = new URLSearchParams(location.search);
    return params.size ? it.take(params) : it.find();
  }

  window.docentSearch = { open, help, page };
})();
