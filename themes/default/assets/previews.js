// Previews of linked documents, on hover and on focus: can be pointed at, stay, and go with Escape.
"use strict";
(() => {
  const { link: first, own, parts } = window.docentFirst;
  const base = new URL(own.split("assets/docent.js")[0]);
  const known = {}, asked = new Set();
  let shown = null, timer = 0, wanted = null;
  const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
  const card = make("div", "preview");
  card.id = "d:preview";
  card.setAttribute("role", "tooltip");
  card.popover = "manual";
  document.body.append(card);
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: own.replace("docent.js", "previews.css") });
  document.head.append(style);

  const routeOf = (link) => {
    const to = new URL(link.href);
    if (to.origin !== base.origin || !to.pathname.startsWith(base.pathname) || to.pathname === location.pathname) return "";
    try { return decodeURIComponent(to.pathname.slice(base.pathname.length)); } catch { return ""; }
  };
  const partOf = (route) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(route)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return hash % parts;
  };
  window.docentPreviews = (previews) => {
    Object.assign(known, previews);
    if (wanted) show(wanted);
  };
  const load = (part) => {
    if (asked.has(part)) return;
    asked.add(part);
    document.head.append(Object.assign(document.createElement("script"), { src: new URL(`previews/${part}.js`, base).href }));
  };

  const show = (link) => {
    const route = routeOf(link);
    if (!route) return;
    const it = Object.hasOwn(known, route) && known[route];
    wanted = link;
    if (!it) return load(partOf(route));
    hide();
    const head = make("p", "preview-head");
    head.append(make("span", "id", it.i || it.k));
    if (it.s) head.append(make("span", `status tone-${it.s[1]}`, it.s[0]));
    card.replaceChildren(head, make("p", "preview-title", it.t));
    if (it.d) card.append(make("p", "preview-text", it.d));
    if (it.o) card.append(make("p", "preview-owner", it.o));
    card.showPopover();
    const at = link.getClientRects()[0] || link.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const below = at.bottom + 8 + height < innerHeight || at.top < height + 8;
    card.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`;
    card.style.top = `${below ? at.bottom + 8 : at.top - height - 8}px`;
    shown = link;
    if (link.title) { link.dataset.title = link.title; link.removeAttribute("title"); }
    link.setAttribute("aria-describedby", card.id);
  };
  const hide = () => {
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    if (shown.dataset.title) shown.title = shown.dataset.title;
    shown = null;
    if (card.matches(":popover-open")) card.hidePopover();
  };
  const later = (then, wait) => { clearTimeout(timer); timer = setTimeout(then, wait); };
  const forget = () => { wanted = null; hide(); };
  const linkOf = (event) => event.target.closest?.("main a[href]");

  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link === shown && link || card.contains(event.target)) clearTimeout(timer);
    else if (link && routeOf(link)) later(() => show(link), 250);
    else if (shown && shown !== document.activeElement) later(forget, 250);
    else if (!shown) { clearTimeout(timer); wanted = null; }
  });
  addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && link.matches(":focus-visible") && routeOf(link)) later(() => show(link), 150);
    else forget();
  });
  addEventListener("focusout", () => later(forget, 100));
  addEventListener("keydown", (event) => { if (event.key === "Escape" && shown) { event.preventDefault(); clearTimeout(timer); forget(); } });
  addEventListener("scroll", () => { if (shown) forget(); }, { passive: true });
  addEventListener("pagehide", forget);
  style.addEventListener("load", () => { if (first.isConnected && first.matches(":hover, :focus-visible")) show(first); });
})();
