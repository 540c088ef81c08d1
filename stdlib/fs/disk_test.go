package fs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

// world lays out a secret beside a granted folder with ways out of it.
func world(t *testing.T) (dir, granted string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	granted = filepath.Join(dir, "granted")
	err = errors.Join(
		os.MkdirAll(filepath.Join(granted, "sub"), 0o755),
		os.MkdirAll(filepath.Join(dir, "granted-not"), 0o755),
		os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o644),
		os.WriteFile(filepath.Join(dir, "granted-not", "secret"), []byte("secret"), 0o644),
		os.WriteFile(filepath.Join(granted, "open"), []byte("open"), 0o644),
		os.Symlink("../secret", filepath.Join(granted, "up")),
		os.Symlink(filepath.Join(dir, "secret"), filepath.Join(granted, "absolute")),
		os.Symlink("..", filepath.Join(granted, "out")),
		os.Symlink("../open", filepath.Join(granted, "sub", "within")),
	)
	if err != nil {
		t.Fatal(err)
	}
	return dir, granted
}

func TestConfinedDiskCannotBeLeft(t *testing.T) {
	dir, granted := world(t)
	d := disk(t, Options{Folder: granted, Confined: true, Grants: []Grant{{Path: granted, Read: true, Write: true}}})
	ctx := t.Context()
	for _, path := range []string{
		"../secret", filepath.Join(dir, "secret"), "up", "absolute", "out/secret", "sub/../../secret", "out/granted-not/secret",
		filepath.Join(dir, "granted-not", "secret"), "./sub/../../granted-not/secret", "/etc/passwd", "/proc/self/environ", "..", "out",
	} {
		for what, err := range map[string]error{
			"read":         one(d.ReadBytes(ctx, path)),
			"write":        d.WriteFile(ctx, path, []byte("x"), WriteOptions{}),
			"append":       d.AppendFile(ctx, path, []byte("x"), WriteOptions{}),
			"atomic":       d.WriteFile(ctx, path, []byte("x"), WriteOptions{Atomic: true}),
			"stat":         one(d.Stat(ctx, path)),
			"exists":       one(d.Exists(ctx, path)),
			"list":         one(d.List(ctx, path, true)),
			"realpath":     one(d.Realpath(ctx, path)),
			"copy":         d.Copy(ctx, path, "copied", CopyOptions{}),
			"copy to":      d.Copy(ctx, "open", path, CopyOptions{}),
			"chmod":        d.Chmod(ctx, path, 0o777),
			"truncate":     d.Truncate(ctx, path, 0),
			"process":      one(d.ProcessFile(ctx, path, "processed", ProcessOptions{}, upper)),
			"process to":   one(d.ProcessFile(ctx, "open", path, ProcessOptions{}, upper)),
			"move in":      d.Rename(ctx, path+"/x", "moved"),
			"move out":     d.Rename(ctx, "open", path+"/x"),
			"link in":      d.Link(ctx, path+"/x", "linked"),
			"make folder":  one(d.Mkdir(ctx, path+"/made", 0, true)),
			"temp folder":  one(d.MkdirTemp(ctx, path+"/made")),
			"symlink":      d.Symlink(ctx, "x", path+"/made"),
			"removing all": d.Remove(ctx, path+"/x", RemoveOptions{Recursive: true}),
		} {
			if err == nil {
				t.Errorf("%s %s: not refused", what, path)
			}
		}
	}
	if got := names(t, granted); !slices.Equal(got, []string{"absolute", "open", "out", "sub", "up"}) {
		t.Error("left behind", got)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"granted", "granted-not", "secret"}) ||
		content(t, filepath.Join(dir, "secret")) != "secret" {
		t.Error("changed outside", got)
	}
	_, err := d.ReadFile(ctx, "up")
	wantKind(t, err, fault.Permission)
	_, err = d.ReadFile(ctx, "../secret")
	var e *fault.Error
	if !errors.As(err, &e) || e.Props["permission"] != "read" || e.Props["resource"] != filepath.Join(dir, "secret") {
		t.Error(err)
	}
}

func TestConfinedDiskWorksWithin(t *testing.T) {
	_, granted := world(t)
	d := disk(t, Options{Folder: granted, Confined: true, Grants: []Grant{{Path: granted, Read: true, Write: true}}})
	ctx := t.Context()
	if s, err := d.ReadFile(ctx, "sub/within"); s != "open" || err != nil {
		t.Fatal(s, err)
	}
	if s, err := d.Realpath(ctx, "sub/within"); s != filepath.Join(granted, "open") || err != nil {
		t.Fatal(s, err)
	}
	if err := d.WriteFile(ctx, "sub/within", []byte("new"), WriteOptions{Atomic: true}); err != nil || content(t,
		filepath.Join(granted, "open")) != "new" {
		t.Fatal(err)
	}
	if first, err := d.Mkdir(ctx, "a/b/c", 0, true); err != nil || first != "a" {
		t.Fatal(first, err)
	}
	if err := errors.Join(d.Rename(ctx, "open", "a/b/c/open"), d.Link(ctx, "a/b/c/open", "second"),
		d.Remove(ctx, "a", RemoveOptions{Recursive: true})); err != nil {
		t.Fatal(err)
	}
	if s, err := d.ReadFile(ctx, filepath.Join(granted, "second")); s != "new" || err != nil {
		t.Fatal(s, err)
	}
	if err := d.Symlink(ctx, "loop", "loop"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, one(d.Realpath(ctx, "loop")), "ELOOP")
}

func TestGrantsAreForOneAccessOneFileOrNothing(t *testing.T) {
	dir, granted := world(t)
	ctx := t.Context()
	none := disk(t, Options{Confined: true})
	wantKind(t, one(none.ReadFile(ctx, filepath.Join(granted, "open"))), fault.Permission)

	reader := disk(t, Options{Folder: granted, Confined: true, Grants: []Grant{{Path: granted, Read: true}}})
	if s, err := reader.ReadFile(ctx, "open"); s != "open" || err != nil {
		t.Fatal(s, err)
	}
	for _, err := range []error{
		reader.WriteFile(ctx, "open", nil, WriteOptions{}), one(reader.Open(ctx, "open", "r+", 0)),
		reader.Remove(ctx, "open", RemoveOptions{}), reader.Link(ctx, "open", "second"), reader.Chmod(ctx, "open", 0),
	} {
		wantKind(t, err, fault.Permission)
	}

	writer := disk(t, Options{Folder: granted, Confined: true, Grants: []Grant{{Path: granted, Write: true}}})
	if err := writer.WriteFile(ctx, "open", []byte("written"), WriteOptions{Atomic: true}); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		one(writer.ReadFile(ctx, "open")), one(writer.Open(ctx, "open", "w+", 0)), one(writer.Stat(ctx, "open")),
		one(writer.List(ctx, ".", false)), writer.Copy(ctx, "open", "copied", CopyOptions{}),
	} {
		wantKind(t, err, fault.Permission)
	}

	single := disk(t, Options{Folder: granted, Confined: true, Grants: []Grant{{
		Path: filepath.Join(granted, "made"),
		Read: true, Write: true,
	}}})
	for _, atomic := range []bool{false, true} {
		if err := single.WriteFile(ctx, "made", []byte("x"), WriteOptions{Atomic: atomic}); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, one(single.ReadFile(ctx, "open")), fault.Permission)
	if err := single.Remove(ctx, "made", RemoveOptions{}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, single.Symlink(ctx, "open", "made"), fault.Permission)
	if err := os.Symlink("open", filepath.Join(granted, "made")); err != nil {
		t.Fatal(err)
	}
	wantKind(t, one(single.ReadFile(ctx, "made")), fault.Permission)

	split := disk(t, Options{Confined: true, Grants: []Grant{
		{Path: granted, Write: true, Read: true},
		{Path: filepath.Join(dir, "granted-not"), Write: true},
	}})
	wantCode(t, split.Rename(ctx, filepath.Join(granted, "open"), filepath.Join(dir, "granted-not", "open")), "EXDEV")
	if _, err := New(Options{Confined: true, Grants: []Grant{{Path: filepath.Join(dir, "no", "where")}}}); err == nil {
		t.Fatal("a grant that leads nowhere must be an error")
	}
}

func TestCheckHearsOfNamesAndOfWhatIsBehindThem(t *testing.T) {
	dir, granted := world(t)
	var asked []string
	refused := fault.Permission.New("not this one")
	d := disk(t, Options{Folder: granted, Check: func(access Access, path string) error {
		asked = append(asked, string(access)+" "+strings.TrimPrefix(path, dir))
		if strings.HasSuffix(path, "secret") {
			return refused
		}
		return nil
	}})
	ctx := t.Context()
	for _, err := range []error{
		one(d.ReadFile(ctx, "up")), one(d.ReadFile(ctx, "../secret")), d.WriteFile(ctx, "out/secret", nil, WriteOptions{Atomic: true}),
		d.Rename(ctx, "out/secret", "x"), d.Remove(ctx, "out/secret", RemoveOptions{}),
	} {
		if !errors.Is(err, refused) {
			t.Fatal("not refused:", err)
		}
	}
	asked = nil
	if _, err := d.Open(ctx, "sub/within", "r+", 0); err != nil {
		t.Fatal(err)
	}
	if err := d.WriteFile(ctx, "out/new", nil, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"read /granted/sub/within", "read /granted/open", "write /granted/sub/within", "write /granted/open",
		"write /granted/out/new", "write /new",
	}
	if !slices.Equal(asked, want) {
		t.Fatalf("asked %q", asked)
	}
}
