// Faults that other generators show and axe lets pass. Runs in the page; gives a line for each.

export function faults() {
  const found = [];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const call = (element) => {
    const name = element.id ? `#${element.id}` : element.className?.baseVal ?? element.className;
    return `${element.localName}${name ? `.${String(name).trim().split(/\s+/).join(".")}` : ""} “${element.textContent.trim().slice(0, 40)}”`;
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const named = (element) => element.getAttribute("aria-label") || all(`#${CSS.escape(element.getAttribute("aria-labelledby") || "-")}`).length || element.labels?.length || element.title;

  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = all("body *").filter((it) => seen(it) && it.getBoundingClientRect().right > innerWidth + 1);
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} pixels, ${wide.slice(0, 3).map(call).join(", ")}`);
  }

  const headings = all("h1, h2, h3, h4, h5, h6").filter(seen);
  if (all("h1").length !== 1) found.push(`${all("h1").length} titles`);
  headings.reduce((before, heading) => {
    const level = Number(heading.localName[1]);
    if (level > before + 1) found.push(`a level is left out before ${call(heading)}`);
    return level;
  }, 0);

  for (const field of all("input, select, textarea")) if (!named(field)) found.push(`without a label: ${call(field)}`);
  for (const dialog of all("dialog, [role=dialog]")) if (!named(dialog)) found.push(`a dialog without a name: ${call(dialog)}`);
  for (const element of all("button[aria-label], a[aria-label]").filter(seen)) {
    const text = all("*", element).concat(element).flatMap((it) => [...it.childNodes]).filter((it) => it.nodeType === 3 && !it.parentElement.closest("[aria-hidden=true], .visually-hidden")).map((it) => it.data).join("").trim().toLowerCase();
    if (/\p{L}/u.test(text) && !element.getAttribute("aria-label").toLowerCase().includes(text)) found.push(`its name lacks what it shows: ${call(element)}`);
  }

  for (const box of all("body *").filter(seen)) {
    const style = getComputedStyle(box);
    const scrolls = (way, size, room) => ["auto", "scroll"].includes(style[way]) && size > room + 1;
    if (!scrolls("overflowX", box.scrollWidth, box.clientWidth) && !scrolls("overflowY", box.scrollHeight, box.clientHeight)) continue;
    const reached = box.tabIndex >= 0 && box.hasAttribute("tabindex");
    if (reached ? box.localName !== "pre" && !named(box) : !all("a[href], button, input, summary", box).some(seen)) found.push(`scrolls, but not by keyboard or without a name: ${call(box)}`);
  }

  // A link in running text needs more than a colour.
  const plain = (link) => {
    const style = getComputedStyle(link), around = getComputedStyle(link.parentElement);
    const marked = style.textDecorationLine.includes("underline") || Number(style.fontWeight) >= Number(around.fontWeight) + 100 || style.fontFamily !== around.fontFamily || parseFloat(style.borderBottomWidth) > 0 || style.display !== "inline";
    return !marked && getComputedStyle(link, "::before").content === "none";
  };
  for (const link of all("main p a[href], main li a[href], main dd a[href], main td a[href]").filter(seen)) {
    const words = [...link.parentElement.childNodes].filter((it) => it.nodeType === 3 && /\p{L}{2}/u.test(it.data));
    if (words.length && plain(link)) found.push(`told by its colour alone: ${call(link)}`);
  }

  // Where the reader is, on its tint.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)).reduce((sum, it, i) => sum + it * [0.2126, 0.7152, 0.0722][i], 0);
  for (const link of all("[aria-current]").filter(seen)) {
    const behind = [];
    for (let it = link; it; it = it.parentElement) behind.unshift(getComputedStyle(it).backgroundColor);
    const [a, b] = [light(over(behind)), light(over([...behind, getComputedStyle(link).color]))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) found.push(`contrast ${contrast.toFixed(2)} where the reader is: ${call(link)}`);
  }
  return found;
}

/** Stops of the keyboard where nobody would see the focus. The last thing that happened must have been a key. */
export function unseen() {
  const found = [];
  const stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter((it) => !it.disabled && it.checkVisibility({ visibilityProperty: true }));
  const header = document.querySelector(".site-header")?.getBoundingClientRect().bottom ?? 0;
  const marks = (it, part) => {
    const style = getComputedStyle(it, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  for (const stop of stops.slice(0, 150)) {
    stop.focus();
    const box = stop.getBoundingClientRect();
    const what = `${stop.localName}.${stop.className.baseVal ?? stop.className} “${stop.textContent.trim().slice(0, 30)}”`;
    // What is drawn shows it by a thick line.
    const drawn = stop.ownerSVGElement && [...stop.children].some((it) => parseFloat(getComputedStyle(it).strokeWidth) >= 2);
    if (!drawn && !marks(stop) && !marks(stop, "::after")) found.push(`the focus does not show on ${what}`);
    else if (box.bottom <= 0 || box.top >= innerHeight || (stop.closest("main") && box.bottom <= header)) found.push(`the focus is out of view on ${what}`);
  }
  return found;
}
