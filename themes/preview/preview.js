// The preview's own part of a page: loads it anew when it is another, and shows what is wrong with its document.
(() => {
  'use strict';
  const script = document.currentScript;
  const words = window.docentPreviewWords || {};
  const say = (key, n) => {
    const phrase = words[key] || key;
    const text = Array.isArray(phrase) ? phrase[n === 1 ? 0 : 1] : phrase;
    return text.replace('{n}', n);
  };
  const kept = 'docent-preview:' + location.pathname;

  // Where the reader is: by the last heading above the middle, because a paragraph that was added above moves the rest.
  const headings = () => [...document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)[id]')];
  const nameOf = (details, all) => {
    const text = details.querySelector('summary')?.textContent.trim() || '';
    return text + '#' + all.filter((it) => (it.querySelector('summary')?.textContent.trim() || '') === text).indexOf(details);
  };
  const pathTo = (element) => {
    const path = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.id) return ['#' + CSS.escape(at.id), ...path].join('>');
      const same = [...at.parentElement.children].filter((it) => it.localName === at.localName);
      path.unshift(`${at.localName}:nth-of-type(${same.indexOf(at) + 1})`);
    }
    return ['body', ...path].join('>');
  };
  const reload = () => {
    const above = headings().filter((it) => it.getBoundingClientRect().top < innerHeight / 2).pop();
    const all = [...document.querySelectorAll('details')];
    const active = document.activeElement;
    try {
      sessionStorage.setItem(kept, JSON.stringify({
        x: scrollX,
        y: scrollY,
        id: above?.id,
        top: above?.getBoundingClientRect().top,
        details: all.map((it) => [nameOf(it, all), it.open]),
        focus: active && active !== document.body && !active.shadowRoot ? pathTo(active) : null,
      }));
      history.scrollRestoration = 'manual';
    } catch { /* Without storage, the page is loaded from its beginning. */ }
    location.reload();
  };
  const restore = () => {
    let state = null;
    try {
      state = JSON.parse(sessionStorage.getItem(kept));
      sessionStorage.removeItem(kept);
    } catch { /* As above. */ }
    if (!state) return;
    const all = [...document.querySelectorAll('details')];
    const open = new Map(state.details);
    for (const it of all) {
      const was = open.get(nameOf(it, all));
      if (was !== undefined) it.open = was;
    }
    if (state.focus) document.querySelector(state.focus)?.focus({ preventScroll: true });
    const place = () => {
      const heading = state.id && document.getElementById(state.id);
      const top = heading ? scrollY + heading.getBoundingClientRect().top - state.top : state.y;
      scrollTo({ left: state.x, top, behavior: 'instant' });
    };
    // Images and the theme's own scripts may move things until everything is there, and the reader may not wait for that.
    let moved = false;
    for (const it of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      addEventListener(it, () => { moved = true; }, { once: true, passive: true });
    }
    place();
    const last = () => {
      if (!moved) place();
      history.scrollRestoration = 'auto';
    };
    if (document.readyState === 'complete') last();
    else addEventListener('load', () => requestAnimationFrame(last));
  };
  restore();

  // The panel stands in a tree of its own, so that neither style reaches the other.
  const host = document.createElement('div');
  host.id = 'docent-preview';
  const root = host.attachShadow({ mode: 'open' });
  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (value === undefined || value === null) continue;
      if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((it) => it !== null && it !== undefined));
    return element;
  };
  const style = make('link', { rel: 'stylesheet', href: '/-docent/preview.css' });
  const count = make('span');
  const state = make('span', { className: 'state' });
  const toggle = make('button', { type: 'button', className: 'toggle', 'aria-controls': 'list' }, state, count);
  const list = make('div', { id: 'list', className: 'list', tabIndex: 0, role: 'group', 'aria-label': say('problems') });
  const panel = make('section', { className: 'panel', 'aria-label': say('panel') }, list, toggle);
  const trouble = make('section', { className: 'trouble', hidden: true, 'aria-label': say('trouble') });
  const status = make('p', { className: 'status', role: 'status' });
  root.append(style, trouble, panel, status);
  document.body.append(host);

  const stored = 'docent-preview-open';
  const remembered = () => {
    try {
      return localStorage.getItem(stored);
    } catch {
      return null;
    }
  };
  const unfold = (open) => {
    panel.classList.toggle('open', open);
    list.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
  };
  toggle.addEventListener('click', () => {
    const open = list.hidden;
    unfold(open);
    try {
      localStorage.setItem(stored, open ? 'yes' : 'no');
    } catch { /* It is open the next time as it is the first. */ }
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (!trouble.hidden) trouble.hidden = true;
    else if (!list.hidden) {
      unfold(false);
      toggle.focus();
    }
    event.stopPropagation();
  });
  unfold(false);

  const place = (problem) => {
    const text = `${problem.path}:${problem.line}:${problem.column}`;
    return problem.edit ? make('a', { href: problem.edit, title: say('edit') }, text) : make('code', {}, text);
  };
  const item = (problem) => make('li', { className: problem.severity },
    make('p', { className: 'message', lang: 'en' }, make('strong', {}, say(problem.severity)), ' ', problem.message),
    make('p', { className: 'place' }, place(problem), ' ', make('span', { className: 'rule', lang: 'en' }, problem.rule)),
    ...problem.help.map((help) => make('p', { className: 'help', lang: 'en' }, help)));
  const counts = (errors, warnings) => [errors && say('errors', errors), warnings && say('warnings', warnings)]
    .filter(Boolean).join(', ');
  let known = false;
  const show = (beside) => {
    if (!beside) {
      panel.hidden = true;
      return;
    }
    panel.hidden = false;
    const of = (severity) => beside.problems.filter((it) => it.severity === severity).length;
    const [errors, warnings] = beside.path ? [of('error'), of('warning')] : [beside.errors, beside.warnings];
    const here = beside.path ? counts(errors, warnings) || (beside.problems.length ? say('notes', beside.problems.length) : '')
      : counts(errors, warnings);
    count.textContent = here || say('none');
    state.className = 'state ' + (errors ? 'error' : warnings ? 'warning' : 'fine');
    const parts = [];
    if (beside.path) {
      parts.push(make('p', { className: 'file' },
        beside.edit ? make('a', { href: beside.edit, title: say('edit') }, beside.path) : make('code', {}, beside.path)));
      parts.push(beside.problems.length ? make('ol', {}, ...beside.problems.map(item)) : make('p', {}, say('none_here')));
      if (beside.more) parts.push(make('p', {}, say('more', beside.more)));
    }
    const all = counts(beside.errors, beside.warnings);
    parts.push(make('p', { className: 'all' }, make('a', { href: '/problems.html' }, all ? `${say('all')} ${all}` : say('none_at_all'))));
    list.replaceChildren(...parts);
    if (known) status.textContent = count.textContent;
    else unfold(remembered() ? remembered() === 'yes' : beside.problems.length > 0 && innerWidth >= 1100);
    known = true;
  };
  const complain = (text) => {
    trouble.hidden = !text;
    if (!text) return;
    const hide = make('button', { type: 'button' }, say('hide'));
    hide.addEventListener('click', () => { trouble.hidden = true; });
    trouble.replaceChildren(
      make('div', { className: 'head' }, make('h2', {}, say('trouble')), hide),
      make('p', {}, say('trouble_last_good')),
      make('pre', { tabIndex: 0, lang: 'en', role: 'group', 'aria-label': say('trouble') }, text));
    status.textContent = say('trouble');
  };
  const renew = (paths) => {
    for (const image of document.querySelectorAll('img[src],source[src],video[src],audio[src]')) {
      const address = new URL(image.getAttribute('src'), location.href);
      if (address.origin !== location.origin || !paths.includes(decodeURIComponent(address.pathname.slice(1)))) continue;
      address.search = '?' + Date.now();
      image.src = address.href;
    }
  };

  const { page, digest } = script.dataset;
  const ask = new URLSearchParams({ page, digest }).toString().replaceAll('+', '%20');
  const news = new EventSource('/-docent/events?' + ask);
  news.addEventListener('page', reload);
  news.addEventListener('problems', (event) => show(JSON.parse(event.data)));
  news.addEventListener('trouble', (event) => complain(event.data));
  news.addEventListener('files', (event) => renew(JSON.parse(event.data)));
  news.addEventListener('open', () => host.removeAttribute('data-ended'));
  news.addEventListener('error', () => {
    host.setAttribute('data-ended', '');
    state.className = 'state ended';
    count.textContent = say('ended');
    known = false;
  });
  addEventListener('pagehide', () => news.close());
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
