package runtime_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/stdlib"
)

func TestCheckRunsNothing(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"good.ts":    "import { x } from './lib.js'; import { Mutex } from 'lariat:lock'; await x; throw new Error('it ran');",
		"lib.js":     "export const x: 1 = 1; console.log('ran')",
		"lib.mjs":    "export const x = 1; export function f() {}",
		"named.mjs":  "import { y } from './lib.mjs';",
		"syntax.mjs": "import './broken.mjs';",
		"broken.mjs": "let = ;",
		"lost.mjs":   "import './nosuch.mjs';",
		"host.mjs":   "import { Mutexx } from 'lariat:lock';",
		"script.cjs": "const x = require('./nosuch'); x(",
		"plain.cjs":  "throw new Error('it ran')",
		"data.json":  "{ not json }",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithPermissions(permit.Everything()), runtime.WithDir(dir), runtime.WithStdio(nil, &out, &out))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	for name, want := range map[string]string{
		"lib.mjs": "", "plain.cjs": "", "good.ts": "lib.js", "lib.js": "lib.js:1:", "named.mjs": `"y"`, "syntax.mjs": "broken.mjs:1:",
		"lost.mjs": "nosuch.mjs", "host.mjs": "Mutexx", "script.cjs": "Unexpected end of file", "nosuch.js": "nosuch.js",
	} {
		for range 2 { // a file that was refused is looked at again
			err := errors.Join(rt.Check(context.Background(), name)...)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: got %v, want %q", name, err, want)
			}
		}
	}
	if out.Len() > 0 {
		t.Errorf("it printed %q", out.String())
	}
}

// TestCheckGoesOn has files with several mistakes each, and what only looks like one.
func TestCheckGoesOn(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.ts":   "import { x, y } from './lib.mjs';\nimport './nosuch.js';\nimport './twice.mjs';\nimport { Mutexx, Mutex } from 'lariat:lock';\nimport './a.cjs';\nimport 'p';\nx(y, Mutexx, Mutex)",
		"lib.mjs":   "export const z = 1;",
		"twice.mjs": "const a = 1;\nconst a = 2, b = 3;\nlet b;",
		"a.cjs": "// require('./comment')\nconst ü = 'é', b = require('./nothere');\ntry { require('./optional'); } catch { require('./caught'); }\n" +
			"(function (require) { require('./bundled'); })();\n((require) => require('./bundled'))();\nclass C { m(require) { require('./own'); } }\n" +
			"require('./b.cjs'); require('fs'); require(b); if (b) { require(`./template`); }",
		"b.cjs": "exports.x = () => require('nopackage'); require('./a.cjs'); try { require('./kept'); } finally {}",
		"c.mjs": "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nrequire('./data.json'); require('./gone.json');",
		"d.mts": "import a = require('./lost.js');\nexport { a };",

		"data.json": "{}", "node_modules/p/index.js": "require('./gone')",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	rt, err := runtime.New(runtime.WithModules(stdlib.All()...), runtime.WithPermissions(permit.Everything()), runtime.WithDir(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer rt.Close()
	for name, want := range map[string][]string{
		"main.ts": {"nosuch.js", "twice.mjs:2:7", "twice.mjs:3:5", "./nothere", "./caught", "nopackage", "./kept"},
		"a.cjs":   {"nothere", "caught", "nopackage", "kept"},
		"c.mjs":   {"gone.json"},
		"d.mts":   {"lost.js"},
	} {
		for range 2 {
			list := rt.Check(context.Background(), name)
			if len(list) != len(want) {
				t.Errorf("%s: %d mistakes, want %d: %v", name, len(list), len(want), list)
				continue
			}
			for i, part := range want {
				if !strings.Contains(list[i].Error(), part) {
					t.Errorf("%s: mistake %d is %v, want %q", name, i, list[i], part)
				}
			}
		}
	}
	for _, name := range []string{"nosuch.js", "twice.mjs", "a.cjs"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := rt.Check(context.Background(), "main.ts")
	if text := errors.Join(list...).Error(); len(list) != 3 || !strings.Contains(text, `"x"`) || !strings.Contains(text, `"y"`) || !strings.Contains(text, `"Mutexx"`) {
		t.Errorf("got %v", list)
	}
}
