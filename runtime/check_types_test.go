package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

// typedTree is what the programs of TestCheckLooksForTypes import.
var typedTree = map[string]string{
	"lib.ts": "export interface Shape { a: number }\nexport type Name = string;\nexport declare const outside: number;\nexport const enum Color { Red }\n" +
		"export abstract class Base {}\nexport namespace Space { export type T = 1 }\nexport const value = 1; export const { part, ...rest } = { part: 1, other: 2 };\n" +
		"type Hidden = 1; interface Own {}\nexport { Own as Shown, type Hidden };\nexport default interface Main {}\nexport async function run() {}",
	"types.ts":    "interface Gone {}\nexport type Only = 1;",
	"stars.ts":    "export * from './lib.ts';\nexport type * from './types.ts';\nexport * as all from './lib.ts';\nexport * from './stars.ts';",
	"far.ts":      "export * from 'nopackage';",
	"plain.js":    "export const known = 1;",
	"doc.js":      "/** @typedef {number} Told */\nexport const known = 1;",
	"declared.js": "export const known = 1;", "declared.d.ts": "export type More = 1;",
	"only.d.ts": "export type Any = 1;", "old.cjs": "exports.a = 1;", "data.json": `{"a": 1}`, "folder/package.json": `{"types": "t.d.ts"}`,
	"many.ts": "export const a1 = 1, a2 = 1, a3 = 1, a4 = 1, a5 = 1, a6 = 1, a7 = 1, a8 = 1, a9 = 1;",
}

// TestCheckLooksForTypes has programs in TypeScript, each with the mistakes that they should be told of: imports that nothing
// reads are not there when they run.
func TestCheckLooksForTypes(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range typedTree {
		write(name, text)
	}
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithPermissions(permit.Everything()), runtime.WithDir(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	const none = "exports neither a value nor a type named "
	n := 0
	for program, want := range map[string][]string{
		// What is right.
		"import { Shape, Name, outside, Color, Base, Space, value, part, rest, Shown, Hidden, run } from './lib.ts';":           nil,
		"import Main, { type Shape as S } from './lib';\nlet m: Main, s: S;":                                                    nil,
		"import type Main from './lib.js';\nimport type { Shape } from './lib.ts';\nimport type * as all from './lib.ts';":      nil,
		"import { Shape, Only, all, value } from './stars.ts';\nexport type { Name } from './stars.ts';\nlet x: Shape = value;": nil,
		"export { Shape, value as default } from './lib.ts';\nexport type * from './types.ts';\nexport * from './types.ts';":    nil,
		"import { Anything } from './far.ts';\nimport { Other } from 'nopackage';\nimport type { N } from 'node:nosuch';":       nil,
		"import { Told } from './doc.js';\nimport { More } from './declared.js';\nimport type { Any } from './only';":           nil,
		"import { a } from './old.cjs';\nimport { a as b } from './data.json';\nimport type { Q } from './folder';":             nil,
		"import type { Mutex, LockOptions } from 'lariat:lock';\nimport { MutexOptions } from 'lariat:lock';":                   nil,
		"// import type { Gone } from './lib.ts';\nconst s = `\nimport type { Gone } from './nosuch.ts';\n`; export { s };":     nil,
		"/* import { Gone } from './nosuch.ts' */ import type { Only } from './types.ts'; type T = { type: Only }; export {};":  nil,
		"export type Local = 1; interface I {}\nexport { type I };\nexport type { I as J };":                                    nil,
		// What is not.
		"import { Gone } from './types.ts';":                                 {"main.ts:1:10: ", "./types.ts", none + `"Gone"`, "; it exports Only"},
		"import { Only, Gone } from './types.ts';\nlet x: Gone & Only;":      {"main.ts:1:16: ", none + `"Gone"`},
		"import type { Onlyy } from './types.ts';":                           {"main.ts:1:15: ", none + `"Onlyy"`, `; did you mean "Only"?`},
		"import {\n  type Only,\n  type Gone as G,\n} from './types.ts';":    {"main.ts:3:8: ", none + `"Gone"`},
		"export { gone } from './lib.ts';":                                   {"main.ts:1:10: ", none + `"gone"`},
		"export { gone as\n kept } from './types.ts';":                       {"main.ts:1:10: ", none + `"gone"`, "it exports Only"},
		"export type { Gone } from './stars.ts';":                            {"main.ts:1:15: ", none + `"Gone"`},
		"import { Own } from './lib.ts';\nexport { Own };":                   {"main.ts:1:10: ", none + `"Own"`},
		"import Def from './types.ts';":                                      {"main.ts:1:8: ", none + `"default"`},
		"import { known, gone } from './plain.js';\nlet x: gone = known;":    {"main.ts:1:17: ", none + `"gone"`, "it exports known"},
		"import { Gone } from './many.ts';":                                  {"main.ts:1:10: ", none + `"Gone"`},
		"import { Mutexx } from 'lariat:lock';":                              {"main.ts:1:10: ", none + `"Mutexx"`, `did you mean "Mutex"`},
		"import { Gone } from './nosuch.ts';":                                {"main.ts:1:1", "./nosuch.ts", "no file"},
		"\nimport type { Gone } from './nosuch.ts';":                         {"main.ts:2:1", "./nosuch.ts"},
		"import * as all from '../nosuch.js';":                               {"main.ts:1:1", "../nosuch.js"},
		"import type { A } from 'lariat:lokc';":                              {"main.ts:1:1", "lariat:lokc", "lariat:lock"},
		"import { gone, value } from './lib.ts';\nconsole.log(gone, value);": {"main.ts:1:10: ", `does not provide an export named "gone"`},
	} {
		n++ // a module that was linked stays as it is
		name := fmt.Sprintf("main%d.ts", n)
		write(name, program)
		list := rt.Check(context.Background(), name)
		if want == nil && len(list) > 0 || want != nil && len(list) != 1 {
			t.Errorf("%s\nhas the mistakes %v", program, list)
			continue
		}
		for _, part := range want {
			if text := whereAndWhat(list[0], name); !strings.Contains(text, part) {
				t.Errorf("%s\ngives %s\nwithout %s", program, text, part)
			}
		}
	}
}

// whereAndWhat is an error with the place that it has in its properties.
func whereAndWhat(err error, file string) string {
	text := err.Error()
	var f *fault.Error
	if errors.As(err, &f) && f.Props["line"] != nil && f.Kind != fault.Syntax {
		text = fmt.Sprintf("%s:%v:%v: %s", filepath.Base(f.Props["file"].(string)), f.Props["line"], f.Props["column"], text)
	}
	return strings.ReplaceAll(text, file, "main.ts")
}
