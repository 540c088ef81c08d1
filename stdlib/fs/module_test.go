package fs_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
	"github.com/lariatjs/lariat/stdlib/fs"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// TestAScriptReachesWhatItsDiskReaches is for hosts that give a script one folder. "lariat:fs" needs no other module.
func TestAScriptReachesWhatItsDiskReaches(t *testing.T) {
	granted, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(granted, "link")); err != nil {
		t.Fatal(err)
	}
	disk, err := fs.New(fs.Options{Folder: granted, Confined: true, Grants: []fs.Grant{{Path: granted, Read: true, Write: true}}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = disk.Close() }()
	runtimetest.Expect(t, `
		import * as fs from "lariat:fs";
		const outside = `+"`"+outside+"`"+`;
		const refused = async (what, code = "ERR_PERMISSION") => {
			const error = await what.then(() => null, (e) => e);
			if (error?.code !== code) throw error ?? new Error("not refused");
		};
		await fs.writeFile("mine", "mine", { atomic: true });
		if (await fs.readFile("mine") !== "mine") throw new Error();
		await refused(fs.readFile(outside));
		await refused(fs.readFile("../secret"));
		await refused(fs.readFile("link"));
		await refused(fs.open(outside, "w"));
		await refused(fs.processFile("mine", outside, (c) => c));
		await refused(fs.copy(outside, "copy"));
		await refused(Array.fromAsync(fs.readDir("/")));
		await refused(fs.tempDir());
		await using dir = await fs.tempDir({ dir: "." });
		await fs.writeFile(dir + "/in", "x");
		await refused(fs.readFile(new (class { href = "file:///x"; protocol = "file:" })()), "ERR_MODULE");
	`, "", fs.On(disk)...)
	if b, err := os.ReadFile(outside); string(b) != "secret" || err != nil {
		t.Error(string(b), err)
	}
}
