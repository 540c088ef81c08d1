package runtime_test

import (
	"context"
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
			err := rt.Check(context.Background(), name)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: got %v, want %q", name, err, want)
			}
		}
	}
	if out.Len() > 0 {
		t.Errorf("it printed %q", out.String())
	}
}
