// The picture of all relations: fetched when it comes into view, then moved, zoomed and walked through.
"use strict";
(() => {
  const stage = document.getElementById("d:stage");
  const bar = document.getElementById("d:zoom");
  if (!stage || !bar) return;
  const SVG = "http://www.w3.org/2000/svg";
  const load = () => {
    const script = document.createElement("script");
    script.src = stage.dataset.graph;
    document.head.append(script);
  };
  new IntersectionObserver((seen, watch) => {
    if (seen.some((it) => it.isIntersecting)) { watch.disconnect(); load(); }
  }, { rootMargin: "400px" }).observe(stage);

  window.docentGraph = ({ svg, edges, across }) => {
    stage.innerHTML = svg;
    bar.hidden = false;
    const picture = stage.firstElementChild;
    const nodes = [...picture.querySelectorAll("a")];
    const paths = [...picture.querySelectorAll(".edges > path")];
    const { width, height } = picture.viewBox.baseVal;
    let scale = 1;

    // Zooming keeps the document with the focus where it is, else the point under the pointer or in the middle.
    const middle = () => {
      const outer = stage.getBoundingClientRect();
      const inner = (stage.contains(document.activeElement) ? document.activeElement : stage).getBoundingClientRect();
      return { x: inner.x + inner.width / 2 - outer.x, y: inner.y + inner.height / 2 - outer.y };
    };
    const zoom = (to, at = middle()) => {
      const next = Math.min(2, Math.max(fit(), to));
      const x = (stage.scrollLeft + at.x) / scale, y = (stage.scrollTop + at.y) / scale;
      scale = next;
      picture.setAttribute("width", Math.round(width * scale));
      picture.setAttribute("height", Math.round(height * scale));
      stage.scrollTo({ left: x * scale - at.x, top: y * scale - at.y, behavior: "instant" });
    };
    const fit = () => Math.min(1, stage.clientWidth / width, stage.clientHeight / height);
    const act = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit: () => zoom(0) };
    bar.addEventListener("click", (event) => act[event.target.closest("[data-zoom]")?.dataset.zoom]?.());
    stage.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = stage.getBoundingClientRect();
      zoom(scale * Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
    }, { passive: false });

    // Moving by hand: a short touch is still a click on a link.
    let held = null;
    stage.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button) return;
      held = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop, moved: false };
    });
    addEventListener("pointermove", (event) => {
      if (!held) return;
      const x = event.clientX - held.x, y = event.clientY - held.y;
      if (!held.moved && Math.abs(x) + Math.abs(y) < 6) return;
      held.moved = true;
      stage.classList.add("held");
      stage.scrollTo({ left: held.left - x, top: held.top - y, behavior: "instant" });
    });
    addEventListener("pointerup", () => { stage.classList.remove("held"); setTimeout(() => { held = null; }); });
    stage.addEventListener("click", (event) => { if (held?.moved) event.preventDefault(); }, true);
    stage.addEventListener("dragstart", (event) => event.preventDefault());

    // A document that is looked at: its relations, those to other neighbourhoods included.
    const shape = picture.querySelector("defs > rect");
    const [w, h, dx, dy] = ["width", "height", "x", "y"].map((name) => shape[name].baseVal.value);
    const box = nodes.map((node) => {
      const own = node.transform.baseVal.consolidate().matrix, panel = node.parentNode.transform.baseVal.consolidate().matrix;
      return { x: own.e + panel.e + dx, y: own.f + panel.f + dy, w, h };
    });
    const between = document.createElementNS(SVG, "g");
    between.setAttribute("class", "between");
    between.setAttribute("marker-end", "url(#d:arrow)");
    picture.append(between);
    const look = (at) => {
      between.replaceChildren();
      picture.classList.toggle("looking", at >= 0);
      const lit = new Set([at]);
      paths.forEach((path, i) => {
        const on = edges[2 * i] === at || edges[2 * i + 1] === at;
        path.classList.toggle("lit", on);
        if (on) lit.add(edges[2 * i]).add(edges[2 * i + 1]);
      });
      for (let i = 0; i < across.length; i += 2) {
        const [from, to] = [across[i], across[i + 1]];
        if (from !== at && to !== at) continue;
        lit.add(from).add(to);
        const a = box[from], b = box[to], right = b.x > a.x;
        const [x1, x2] = right ? [a.x + a.w, b.x] : [a.x, b.x + b.w];
        const [y1, y2] = [a.y + a.h / 2, b.y + b.h / 2], bend = (x1 + x2) / 2;
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("d", `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`);
        between.append(path);
      }
      nodes.forEach((node, i) => node.classList.toggle("lit", lit.has(i)));
    };
    const place = (event) => nodes.indexOf(event.target.closest?.("a"));
    stage.addEventListener("pointerover", (event) => look(place(event)));
    stage.addEventListener("pointerleave", () => look(nodes.indexOf(document.activeElement)));
    stage.addEventListener("focusin", (event) => look(place(event)));
    stage.addEventListener("focusout", () => look(-1));

    // One stop for the keyboard: arrows go to the nearest document in their direction.
    let here = 0;
    const stop = (at) => { nodes[here].setAttribute("tabindex", "-1"); here = at; nodes[here].setAttribute("tabindex", "0"); };
    nodes.forEach((node) => node.setAttribute("tabindex", "-1"));
    if (nodes.length) stop(0);
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const nearest = ([dx, dy]) => {
      let best = here, least = Infinity;
      box.forEach((it, i) => {
        const x = it.x - box[here].x, y = it.y - box[here].y;
        const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
        if (i !== here && ahead > 1 && ahead + 3 * aside < least) { least = ahead + 3 * aside; best = i; }
      });
      return best;
    };
    stage.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = { "+": act.in, "=": act.in, "-": act.out, "0": act.fit }[event.key];
      if (step) step();
      else if (turn[event.key] && event.target.closest("a")) {
        stop(nearest(turn[event.key]));
        nodes[here].focus({ preventScroll: true });
        nodes[here].scrollIntoView({ block: "nearest", inline: "nearest" });
      } else return;
      event.preventDefault();
    });
    stage.addEventListener("focusin", (event) => { const at = place(event); if (at >= 0 && at !== here) stop(at); });

    // It opens on the first neighbourhood: all of it where that can be read, else where most of its relations meet.
    const { width: w1, height: h1 } = picture.querySelector(".panel").getBBox();
    zoom(Math.max(stage.clientWidth < 600 ? 0.9 : 0.6, Math.min(1, stage.clientWidth / w1, stage.clientHeight / h1)), { x: 0, y: 0 });
    const count = nodes.map(() => 0);
    edges.forEach((at) => { count[at] += 1; });
    const own = nodes.filter((node) => node.parentNode === nodes[0]?.parentNode).length;
    const busiest = box[count.indexOf(Math.max(...count.slice(0, own)))];
    const inMiddle = (at, size, room) => (size * scale <= room ? 0 : at * scale - room / 2);
    if (busiest) stage.scrollTo({ left: inMiddle(busiest.x + w / 2, w1, stage.clientWidth), top: inMiddle(busiest.y + h / 2, h1, stage.clientHeight), behavior: "instant" });
  };
})();
