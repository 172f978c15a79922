// Validates an XML file against an XSD: node validate.mjs PACKAGES FILE SCHEMA
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [packages, file, schema] = process.argv.slice(2);
const { validateXML } = createRequire(join(packages, "package.json"))("xmllint-wasm");
const read = (path) => readFileSync(path, "utf8");
const result = await validateXML({
  xml: [{ fileName: "report.xml", contents: read(file) }],
  schema: [read(schema)],
});
for (const error of result.errors) {
  console.error(error.rawMessage);
}
process.exit(result.valid ? 0 : 1);
