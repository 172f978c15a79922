// The browser's half of search, run over the files of a built site without a browser.
//
// node run.mjs SITE stems LANGUAGE WORDS   compares the stems of a file (`word stem` lines), prints those that differ
// node run.mjs SITE parts TEXTS            prints what texts are taken apart into, one JSON list a line
// node run.mjs SITE find QUESTIONS         answers questions (a JSON list of [question, filters]), prints a JSON list
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";

const [site, command, ...rest] = process.argv.slice(2);
const context = vm.createContext({});
context.window = context;
const run = (path) => vm.runInContext(readFileSync(join(site, path), "utf8"), context, { filename: path });
run("assets/search-engine.js");
const { engine, stemmer, chunks, parts } = context.docentEngine;

let loaded = [];
const load = async (name) => {
  let data;
  context.docentShard = (own, it) => { if (own !== name) throw new Error(`${own} in the file of ${name}`); data = it; };
  run(`assets/search/${name}.js`);
  loaded.push(name);
  return data;
};

if (command === "stems") {
  const [language, file] = rest;
  const stem = stemmer(language);
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => line.split(" "));
  const wrong = lines.filter(([word, wanted]) => stem(word) !== wanted);
  console.log(wrong.map(([word, wanted]) => `${word}: ${stem(word)}, not ${wanted}`).join("\n"));
} else if (command === "parts") {
  const texts = JSON.parse(readFileSync(rest[0], "utf8"));
  console.log(JSON.stringify(texts.map((text) => chunks(text).flatMap(parts))));
} else {
  const questions = JSON.parse(readFileSync(rest[0], "utf8"));
  const answers = [];
  for (const [question, filters] of questions) {
    loaded = [];
    const began = performance.now();
    const fresh = engine(load);
    const { total, results, partly } = await fresh.search(question, filters);
    const ms = performance.now() - began;
    const files = loaded.map((name) => readFileSync(join(site, `assets/search/${name}.js`)));
    const raw = files.reduce((sum, bytes) => sum + bytes.length, 0);
    const gzip = files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
    answers.push({ total, partly, results, loaded, ms, raw, gzip });
  }
  console.log(JSON.stringify(answers));
}
