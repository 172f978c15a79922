// The half of search that runs in the browser: takes words apart, looks them up, ranks. Knows nothing of the page: it is
// given a function that loads a piece of the index, and gives results as values. See `src/site/search/` for the other half.
"use strict";
(() => {
  // ---- Words, as `words.rs` takes them apart.

  const CHUNK = /[\p{Alphabetic}\p{N}._-]+/gu;
  const JOINT = /[._-]+/;
  const DENSE = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]+)/u;
  const isDense = (text) => DENSE.test(text);
  const chunks = (text) => (text.match(CHUNK) || []).map((it) => it.replace(/^[._-]+|[._-]+$/g, "")).filter(Boolean);
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");

  // The words that a chunk of a question asks for. All but the last are whole.
  function parts(chunk) {
    const found = [];
    for (const run of chunk.split(JOINT)) {
      for (const part of run.split(DENSE).filter(Boolean)) {
        if (!isDense(part)) { found.push(part.toLowerCase()); continue; }
        const letters = [...part];
        if (letters.length === 1) found.push(part);
        for (let i = 0; i + 1 < letters.length; i += 1) found.push(letters[i] + letters[i + 1]);
      }
    }
    return found;
  }

  // ---- Stems: Snowball 3, written after the descriptions of its algorithms. A suffix is the longest of its list, and
  // only then asked whether it lies in the region.

  const longest = (list) => new RegExp(`(?:${list.split(" ").sort((a, b) => b.length - a.length).join("|")})$`);
  const region = (word, from, vowels) => {
    const found = new RegExp(`^[^${vowels}]*[${vowels}]+[^${vowels}]`).exec(word.slice(from));
    return found ? from + found[0].length : word.length;
  };

  const EN = {
    whole: { skis: "ski", skies: "sky", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli", singly: "singl" },
    kept: /^(?:andes|atlas|bias|cosmos|howe|news|sky|(?:even|cann|inn|earr|herr|out)ing)$/,
    start: /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/,
    second: { anci: "ance", enci: "ence", ogi: "og", li: "", bli: "ble", abli: "able", alli: "al", fulli: "ful", lessli: "less", ousli: "ous", entli: "ent", aliti: "al", biliti: "ble", iviti: "ive", tional: "tion", ational: "ate", alism: "al", ation: "ate", ization: "ize", izer: "ize", ator: "ate", iveness: "ive", fulness: "ful", ousness: "ous", ogist: "og" },
    third: { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", tional: "tion", ational: "ate", ful: "", ness: "" },
    fourth: longest("ic ance ence able ible ate ive ize iti al ism ion er ous ant ent ment ement"),
  };
  EN.seconds = longest(Object.keys(EN.second).join(" "));
  EN.thirds = longest(Object.keys(EN.third).join(" "));
  const isShort = (word) => /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$|past$/.test(word);

  function english(word) {
    if (Object.hasOwn(EN.whole, word)) return EN.whole[word];
    if (word.length < 3 || (EN.kept.test(word) && !word.endsWith("ing"))) return word;
    let w = word.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const start = EN.start.exec(w);
    const r1 = start ? start[0].length : region(w, 0, "aeiouy");
    const r2 = region(w, r1, "aeiouy");
    let m;
    if (w.endsWith("sses")) w = w.slice(0, -2);
    else if (/ie[ds]$/.test(w)) w = w.slice(0, w.length > 4 ? -2 : -1);
    else if (/[aeiouy].+s$/.test(w) && !/[us]s$/.test(w)) w = w.slice(0, -1);
    if ((m = /(?:eed|eedly|ed|edly|ing|ingly)$/.exec(w))) {
      const stem = w.slice(0, m.index);
      if (m[0].startsWith("eed")) {
        if (m.index >= r1 && !/^(?:succ|proc|exc)$/.test(stem)) w = `${stem}ee`;
      } else if (m[0] === "ing" && /^[^aeiouy]y$/.test(stem)) {
        w = `${stem[0]}ie`;
      } else if (!(m[0] === "ing" && EN.kept.test(w)) && /[aeiouy]/.test(stem)) {
        w = stem;
        if (/(?:at|bl|iz)$/.test(w)) w += "e";
        else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) { if (!/^[aeo]..$/.test(w)) w = w.slice(0, -1); }
        else if (w.length === r1 && isShort(w)) w += "e";
      }
    }
    w = w.replace(/(.[^aeiouy])[yY]$/, "$1i");
    if ((m = EN.seconds.exec(w)) && m.index >= r1) {
      const before = w[m.index - 1];
      if (m[0] === "ogi" ? before === "l" : m[0] !== "li" || "cdeghkmnrt".includes(before)) w = w.slice(0, m.index) + EN.second[m[0]];
    }
    if ((m = EN.thirds.exec(w)) && m.index >= (m[0] === "ative" ? Math.max(r1, r2) : r1)) w = w.slice(0, m.index) + EN.third[m[0]];
    if ((m = EN.fourth.exec(w)) && m.index >= r2 && (m[0] !== "ion" || /[st]/.test(w[m.index - 1]))) w = w.slice(0, m.index);
    const end = w.length - 1;
    if (w.endsWith("e") && (end >= r2 || (end >= r1 && !isShort(w.slice(0, -1))))) w = w.slice(0, -1);
    else if (w.endsWith("ll") && end >= r2) w = w.slice(0, -1);
    return w.replace(/Y/g, "y");
  }

  const DE = {
    vowels: "aeiouyäöü",
    long: { "ß": "ss", ae: "ä", oe: "ö", ue: "ü", qu: "qu" },
    plain: { U: "u", Y: "y", "ä": "a", "ö": "o", "ü": "u" },
    first: longest("em ern er erin erinnen e en es s ln lns"),
    second: longest("en er est st et"),
    third: longest("end ung ig ik isch lich heit keit"),
  };

  function german(word) {
    let w = word.replace(/([aeiouyäöü])([uy])(?=[aeiouyäöü])/g, (_, before, it) => before + it.toUpperCase());
    w = w.replace(/ß|ae|oe|ue|qu/g, (it) => DE.long[it]);
    let r1 = w.length, r2 = w.length, m;
    if (w.length >= 3) {
      const first = region(w, 0, DE.vowels);
      r1 = Math.max(first, 3);
      r2 = region(w, first, DE.vowels);
    }
    if ((m = DE.first.exec(w)) && m.index >= r1) {
      const stem = w.slice(0, m.index);
      if (m[0] === "em") { if (!stem.endsWith("syst")) w = stem; }
      else if (m[0] === "s") { if (/[bdfghklmnrt]$/.test(stem)) w = stem; }
      else if (m[0].startsWith("ln")) w = `${stem}l`;
      else if (/^e[ns]?$/.test(m[0])) w = stem.replace(/niss$/, "nis");
      else w = stem;
    }
    if ((m = DE.second.exec(w)) && m.index >= r1) {
      const stem = w.slice(0, m.index);
      if (m[0] === "st") { if (/...[bdfghklmnt]$/.test(stem)) w = stem; }
      else if (m[0] === "et") { if (/[Udfgklmnrstzä]$/.test(stem) && !/(?:geordn|intern|tick|plan|tr)$/.test(stem)) w = stem; }
      else w = stem;
    }
    if ((m = DE.third.exec(w)) && m.index >= r2) {
      const stem = w.slice(0, m.index);
      const then = (ending, from) => { const n = ending.exec(stem); return n && n.index >= from ? stem.slice(0, n.index) : stem; };
      if (/^(?:end|ung)$/.test(m[0])) w = /eig$/.test(stem) ? stem : then(/ig$/, r2);
      else if (/^(?:ig|ik|isch)$/.test(m[0])) { if (!stem.endsWith("e")) w = stem; }
      else if (m[0] === "keit") w = then(/(?:lich|ig)$/, r2);
      else w = then(/e[rn]$/, r1);
    }
    return w.replace(/[UYäöü]/g, (it) => DE.plain[it]);
  }

  // Only words of plain letters have a stem, as in `words.rs`.
  const stemmer = (language) => {
    const [letters, algorithm] = { en: [/^[a-z]+$/, english], de: [/^[a-zäöüß]+$/, german] }[language] || [];
    const known = new Map();
    return (word) => {
      if (!known.has(word)) known.set(word, letters?.test(word) ? algorithm(word) : word);
      return known.get(word);
    };
  };

  // ---- Reading the index.

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUE = new Uint8Array(128);
  [...DIGITS].forEach((digit, i) => { VALUE[digit.charCodeAt(0)] = i; });

  // Gives the numbers of a text one by one; `digit` reads a single character.
  function reader(text, at = 0) {
    const digit = () => VALUE[text.charCodeAt(at++)];
    const number = () => {
      let value = 0, scale = 1, it;
      do { it = digit(); value += (it & 31) * scale; scale *= 32; } while (it >= 32);
      return value;
    };
    return { digit, number, more: () => at < text.length };
  }
  const numbers = (text) => { const read = reader(text), list = []; while (read.more()) list.push(read.number()); return list; };

  function words(text) {
    const list = [];
    const tokens = text.split(" ");
    let before = "", term = 0;
    for (let i = 0; i + 1 < tokens.length; i += 2) {
      const word = before.slice(0, VALUE[tokens[i].charCodeAt(0)]) + tokens[i].slice(1);
      const read = reader(tokens[i + 1]);
      const sections = 2 ** (read.digit() / 4);
      const folded = read.number();
      term += folded % 2 ? -(folded + 1) / 2 : folded / 2;
      list.push({ word, term, sections });
      before = word;
    }
    return list;
  }

  // The last place in a sorted list whose value is not above.
  const place = (list, value) => {
    let low = 0, high = list.length;
    while (low < high) { const middle = (low + high) >> 1; if (list[middle] <= value) low = middle + 1; else high = middle; }
    return Math.max(low - 1, 0);
  };

  // How many letters were mistyped, at most `most` + 1: inserted, left out, changed or swapped. With `open`, the word may
  // go on after what was typed.
  function distance(typed, word, most, open) {
    if (!open && Math.abs(typed.length - word.length) > most) return most + 1;
    const to = word.slice(0, typed.length + most);
    let previous = [], last = [...Array(to.length + 1).keys()], best = 0;
    for (let i = 1; i <= typed.length; i += 1) {
      const row = [i];
      best = i;
      for (let j = 1; j <= to.length; j += 1) {
        const changed = typed[i - 1] === to[j - 1] ? 0 : 1;
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + changed);
        if (i > 1 && j > 1 && typed[i - 1] === to[j - 2] && typed[i - 2] === to[j - 1]) row[j] = Math.min(row[j], previous[j - 2] + 1);
        best = Math.min(best, row[j]);
      }
      if (best > most) return best;
      [previous, last] = [last, row];
    }
    return open ? Math.min(...last) : last[to.length];
  }

  // ---- Searching.

  const MOST_PIECES = 6; // files of words that one word may load
  const MOST_WORDS = 8; // words that a beginning or a mistyped word stands for
  const COMMON = 1400; // a term in more sections says little, and its list may be incomplete
  const FACETS = ["type", "state", "owner", "year"];

  function engine(load) {
    const kept = new Map();
    const piece = (name, read) => {
      if (!kept.has(name)) {
        const loading = load(name, index && index.version).then(read);
        loading.catch(() => kept.delete(name));
        kept.set(name, loading);
      }
      return kept.get(name);
    };
    let index = null, stem = null, documentOf = null, firstSection = null, firstTerm = null;
    const facets = {};

    async function ready() {
      if (index) return;
      index = await piece("index", (data) => data);
      stem = stemmer(index.stemmer);
      let terms = 0;
      firstTerm = numbers(index.hits).map((count) => (terms += count) - count);
      const counts = numbers(index.sections);
      documentOf = new Uint32Array(index.total);
      firstSection = new Uint32Array(counts.length);
      let section = 0;
      counts.forEach((count, document) => { firstSection[document] = section; documentOf.fill(document, section, section + count); section += count; });
      FACETS.forEach((name) => { facets[name] = { values: index[name].values, of: numbers(index[name].of) }; });
    }

    // The words of the index that begin so.
    async function beginning(prefix) {
      if (!index.words.length) return [];
      const from = place(index.words, prefix), to = place(index.words, `${prefix}\uffff`);
      const names = [];
      for (let i = from; i <= to && names.length < MOST_PIECES; i += 1) names.push(`words-${i}`);
      const lists = await Promise.all(names.map((name) => piece(name, words)));
      return lists.flat().filter((it) => it.word.startsWith(prefix));
    }

    const weigh = (weight) => (it) => ({ ...it, weight });
    const common = (a, b) => b.sections - a.sections;

    // The words of the index that a word of the question may mean, with how well.
    async function meant(word, open) {
      const forms = [...new Set([word, plain(word)])];
      const dense = isDense(word);
      const found = [];
      for (const form of forms) {
        const range = await beginning(form);
        found.push(...range.filter((it) => it.word === form).map(weigh(1)));
        if (open) found.push(...range.filter((it) => it.word !== form).sort(common).slice(0, MOST_WORDS).map(weigh(0.6)));
      }
      if (dense) return found;
      if (!found.some((it) => it.weight === 1)) {
        const own = stem(word);
        const places = new Set([word.slice(0, 3), own.slice(0, 3)]);
        const near = (await Promise.all([...places].map(beginning))).flat();
        found.push(...near.filter((it) => stem(it.word) === own).map(weigh(0.95)));
      }
      if (found.length || word.length < 4 || /\d/.test(word)) return found;
      // Nobody wrote that: perhaps it is mistyped. The first letter is taken to be right, or swapped with the second.
      const most = word.length < 8 ? 1 : 2;
      const near = (await Promise.all([beginning(word[0]), beginning(word[1] + word[0])])).flat();
      const apart = near.map((it) => ({ ...it, apart: distance(word, it.word, most, open) })).filter((it) => it.apart <= most);
      const least = Math.min(...apart.map((it) => it.apart));
      return apart.filter((it) => it.apart === least).sort(common).slice(0, MOST_WORDS).map(weigh(0.5 / least));
    }

    // What has to be found: for each word of the question, the words of the index that stand for it.
    async function groups(question) {
      const list = chunks(question);
      const open = !/[\s,;:!?)]$/.test(question);
      const all = await Promise.all(list.map(async (chunk, i) => {
        const last = open && i === list.length - 1;
        if (JOINT.test(chunk)) {
          const whole = chunk.toLowerCase();
          const range = await beginning(whole);
          const found = range.filter((it) => it.word === whole || last).sort((a, b) => (b.word === whole) - (a.word === whole) || common(a, b));
          if (found.length) return [found.slice(0, MOST_WORDS).map((it) => ({ ...it, weight: it.word === whole ? 1 : 0.6 }))];
        }
        const own = parts(chunk);
        return Promise.all(own.map((word, n) => meant(word, (last && n === own.length - 1) || (isDense(word) && [...word].length === 1))));
      }));
      return all.flat();
    }

    // For each section that a group is found in, how well.
    async function hits(group) {
      const scores = new Map();
      const terms = new Map();
      for (const it of group) if (!(terms.get(it.term)?.weight >= it.weight)) terms.set(it.term, it);
      await Promise.all([...terms.values()].map(async ({ term, sections, weight }) => {
        const at = place(firstTerm, term);
        const lists = await piece(`hits-${at}`, (data) => data);
        const rare = Math.log(1 + index.total / sections) * weight;
        const read = reader(lists[term - firstTerm[at]] || "");
        let section = 0;
        while (read.more()) {
          section += read.number();
          const score = read.digit() * rare;
          if (score > (scores.get(section) || 0)) scores.set(section, score);
        }
      }));
      return scores;
    }

    const allowed = (filters) => {
      const wanted = FACETS.filter((name) => filters[name]).map((name) => {
        const { values, of } = facets[name];
        return [of, values.findIndex(([value]) => value === filters[name]) + 1 || -1];
      });
      return (document) => wanted.every(([of, number]) => of[document] === number);
    };

    // The documents that fit, best first, each with the sections that do.
    async function rank(found, filters) {
      const fits = allowed(filters);
      const documents = new Map();
      // Words that stand everywhere decide nothing beside rarer ones, so their lists are not even loaded.
      const isCommon = (group) => group.some((it) => it.sections > COMMON);
      const telling = found.some((group) => !isCommon(group)) ? found.filter((group) => !isCommon(group)) : found;
      const lists = await Promise.all(telling.map(hits));
      lists.forEach((scores, group) => {
        for (const [section, score] of scores) {
          const number = documentOf[section];
          if (!fits(number)) continue;
          let it = documents.get(number);
          if (!it) documents.set(number, (it = { number, groups: 0, last: -1, score: 0, best: new Float64Array(lists.length), sections: new Map() }));
          if (it.last !== group) { it.last = group; it.groups += 1; }
          it.best[group] = Math.max(it.best[group], score);
          it.sections.set(section, (it.sections.get(section) || 0) + score);
        }
      });
      let ranked = [...documents.values()];
      const most = ranked.reduce((sum, it) => Math.max(sum, it.groups), 0);
      ranked = ranked.filter((it) => it.groups === most);
      // A document is as good as the best that it says about each word, and better where one section says it all.
      for (const it of ranked) it.score = it.best.reduce((sum, score) => sum + score, 0) + 0.3 * Math.max(...it.sections.values());
      ranked.sort((a, b) => b.score - a.score || a.number - b.number);
      return { ranked, partly: most < lists.length };
    }

    // Cuts a text around what was found, and marks it: a list of [text, whether it was found].
    function excerpt(text, marks, length) {
      const places = [];
      for (const it of text.matchAll(/[\p{Alphabetic}\p{N}]+/gu)) {
        const word = it[0].toLowerCase();
        if (isDense(word)) {
          for (const pair of marks.dense) for (let at = word.indexOf(pair); at >= 0; at = word.indexOf(pair, at + 1)) places.push([it.index + at, it.index + at + pair.length, pair]);
        } else if (marks.words.has(word) || marks.words.has(plain(word)) || marks.stems.has(stem(word))) places.push([it.index, it.index + word.length, stem(word)]);
      }
      places.sort((a, b) => a[0] - b[0]);
      let from = 0;
      if (length && text.length > length) {
        let most = -1;
        for (let i = 0; i < places.length; i += 1) {
          const within = new Set();
          for (let n = i; n < places.length && places[n][1] <= places[i][0] + length - 30; n += 1) within.add(places[n][2]);
          if (within.size > most) { most = within.size; from = Math.max(places[i][0] - 30, 0); }
        }
        if (from) from = text.indexOf(" ", from) + 1 || from;
      }
      let to = length ? Math.min(from + length, text.length) : text.length;
      if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + length / 2);
      const cut = [];
      if (from) cut.push(["… ", false]);
      let at = from;
      for (const [start, end] of places) {
        if (start < at || end > to) { if (start < at && end > at && end <= to && cut.length && cut.at(-1)[1]) { cut.at(-1)[0] += text.slice(at, end); at = end; } continue; }
        if (start > at) cut.push([text.slice(at, start), false]);
        cut.push([text.slice(start, end), true]);
        at = end;
      }
      if (at < to) cut.push([text.slice(at, to), false]);
      if (to < text.length) cut.push([" …", false]);
      return cut;
    }

    const label = (name, document) => { const number = facets[name].of[document]; return number ? facets[name].values[number - 1][1] : ""; };

    async function show(it, marks) {
      const [id, title, route, sections] = await piece(`d/${it.number}`, (data) => data);
      const first = firstSection[it.number];
      const best = [...it.sections].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([section]) => sections[section - first]);
      const view = (section) => ({ heading: excerpt(section[0], marks), anchor: section[1], text: excerpt(section[2], marks, 170) });
      // The document's own words, where they are among the best or there is nothing else to show.
      const below = best.filter((section) => section[1]).slice(0, 3);
      const own = sections[0][2] ? sections[0] : below.length ? null : sections.find((section) => section[2]);
      return {
        id, route,
        title: excerpt(title, marks),
        about: FACETS.map((name) => label(name, it.number)).filter(Boolean),
        text: own && (!below.length || best[0] === own) ? excerpt(own[2], marks, 170) : [],
        sections: below.map(view),
      };
    }

    // Searches. Gives how many documents were found, the first of them, and whether they have only some of the words.
    async function search(question, filters = {}, limit = 6) {
      await ready();
      const found = chunks(question).length ? await groups(question) : [];
      const missing = found.some((group) => !group.length);
      const asked = found.filter((group) => group.length);
      let ranked = [], partly = false;
      if (asked.length) ({ ranked, partly } = await rank(asked, filters));
      else if (!found.length && FACETS.some((name) => filters[name])) {
        const fits = allowed(filters);
        for (let number = 0; number < firstSection.length; number += 1) if (fits(number)) ranked.push({ number, sections: new Map() });
      }
      const all = asked.flat().map((it) => it.word);
      const marks = { words: new Set(all), stems: new Set(all.map(stem)), dense: all.filter(isDense) };
      const results = await Promise.all(ranked.slice(0, limit).map((it) => show(it, marks)));
      return { total: ranked.length, results, partly: ranked.length > 0 && (partly || missing) };
    }

    return { search, about: async () => { await ready(); return { facets, lang: index.lang }; } };
  }

  window.docentEngine = { engine, stemmer, chunks, parts };
})();
