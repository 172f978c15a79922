// The page for addresses without a page, at whatever address a server shows it. Written into it, since from an unknown
// address nothing can be loaded by a relative link.
const form = document.querySelector("form");
const folders = location.pathname.split("/").slice(0, -1);

// What is searched for first is the last word of the address: an id that changed its folder is found by it.
try {
  const words = decodeURIComponent(location.pathname).split("/").filter((it) => it && it !== "index.html");
  form.elements.q.value = (words.pop() || "").replace(/\.[\w.]+$/, "").replace(/[+_]+/g, " ").slice(0, 200);
} catch { /* no address that a browser writes */ }

// Where nobody said at which address the site is, it is looked for: its icon stands in the first folder above that is its
// root. The nearest is asked first, since there may be another site above it.
const look = (depth) => {
  if (depth < 1) return;
  const root = `${location.origin}${folders.slice(0, depth).join("/")}/`;
  const icon = new Image();
  icon.onload = () => {
    form.action = `${root}search.html`;
    const home = document.querySelector("a[hidden]");
    home.href = `${root}index.html`;
    form.hidden = false;
    // Guesses are not needed any more.
    document.querySelectorAll(".links a").forEach((it) => { it.hidden = it !== home; });
  };
  icon.onerror = () => look(depth - 1);
  icon.src = `${root}assets/icon.svg`;
};
if (form.hidden && location.protocol !== "file:") look(Math.min(folders.length, 12));
