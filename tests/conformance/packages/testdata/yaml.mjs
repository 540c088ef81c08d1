// A configuration file: anchors, block scalars, comments that survive an edit, several documents, and errors with places.
import { LineCounter, parse, parseAllDocuments, parseDocument, stringify, visit } from "yaml";

const text = `# deployment
name: &name lariat
version: 1.5
on: true
ports: [80, 443]
env:   # the environment
  HOME: /root
  EMPTY: ~
  HEX: 0xff
defaults: &defaults
  retries: 3
  wait: 1e3
prod:
  <<: *defaults
  retries: 5
title: *name
folded: >-
  one
  line
literal: |
  two
  lines
date: 2024-01-02T03:04:05Z
quoted: "tab\\tsnow \\u2603"
`;
console.log(JSON.stringify(parse(text, { merge: true })));

const doc = parseDocument(text);
doc.setIn(["env", "HOME"], "/home/ada");
doc.addIn(["ports"], 8080);
doc.deleteIn(["on"]);
doc.get("ports").comment = " all of them";
visit(doc, { Pair(_, pair) { if (pair.key?.value === "EMPTY") return visit.REMOVE; } });
console.log(String(doc).split("\n").slice(0, 8).join("\n"));

console.log(stringify({ list: [1, { a: null }], "needs: quotes": "yes", text: "a\nb\n", empty: {}, long: "word ".repeat(20).trim(), map: new Map([[1, new Set(["x"])]]), n: -0 }));
console.log(parseAllDocuments("a: 1\n---\n- b\n...\n").map((d) => d.toJS()));
const { big, bin, set } = parse("{ big: 12345678901234567890, bin: !!binary aGVsbG8=, set: !!set {x, y} }", { intAsBigInt: true, schema: "yaml-1.1" });
console.log(big, [...bin], set);

const lineCounter = new LineCounter();
const broken = parseDocument("a: 1\nb: [1, 2\nc: }", { lineCounter });
for (const error of broken.errors) console.log(error.name, error.code, error.linePos?.[0], error.message.split("\n")[0]);
try {
  parse("a: b: c");
} catch (error) {
  console.log(error.message);
}
