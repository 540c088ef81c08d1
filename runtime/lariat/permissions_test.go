package lariat_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/lariat"
)

func TestNothingIsGrantedUnlessTheHostSaysSo(t *testing.T) {
	dir := t.TempDir()
	module := filepath.Join(dir, "m.js")
	if err := os.WriteFile(module, []byte("export const f = () => 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	rt := start(t, lariat.WithEnv(map[string]string{"A": "1"}))
	if got := eval[string](t, rt, `try { await fetch("http://127.0.0.1:8099") } catch (e) { globalThis.name = e.cause.name } name`); got != "PermissionError" {
		t.Error(got)
	}
	_, err := lariat.Call[int](t.Context(), rt, module, "f")
	is(t, err, lariat.ErrPermission, "import")
	if a := eval[string](t, rt, "process.env.A"); a != "1" {
		t.Error(a)
	}
	granted := start(t, lariat.WithPermissions(lariat.Permissions{Grants: lariat.Grants{Import: []string{dir}}}))
	if n, err := lariat.Call[int](t.Context(), granted, module, "f"); n != 1 || err != nil {
		t.Error(n, err)
	}
	var asked []string
	asking := start(t, lariat.WithPermissions(lariat.Permissions{Ask: func(_ context.Context, r lariat.Request) lariat.Answer {
		asked = append(asked, string(r.Kind)+" "+filepath.Base(r.Resource))
		return lariat.Yes
	}}))
	if n, err := lariat.Call[int](t.Context(), asking, module, "f"); n != 1 || err != nil || strings.Join(asked, ",") != "import m.js" {
		t.Error(n, err, asked)
	}
	_, err = lariat.New(lariat.WithPermissions(lariat.Permissions{Grants: lariat.Grants{Net: []string{"a b"}}}))
	is(t, err, err, "a b")
}
