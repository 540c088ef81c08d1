package hostile

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"testing"
)

// escape is a program that tries to get at what it was not granted. What it returns has escaped, unless that is undefined.
type escape struct {
	name string
	// flags are those of lariat; DIR, PORT and OTHER are put in, here and in the source.
	flags string
	// source is the body of an asynchronous function.
	source string
	// want is what has to be printed: the permission that was missing, or "nothing", or "other" for an error of another kind.
	want string
}

// attempt runs the body and tells how it went.
const attempt = `
const fs = await import("lariat:fs"), node = await import("node:fs"), { WorkerPool } = await import("lariat:worker");
const { createRequire } = await import("node:module"), require = createRequire(import.meta.url);
const attempt = async () => { %s };
try {
  const got = await attempt();
  console.log(got === undefined ? "nothing" : "ESCAPED " + got);
} catch (error) {
  let e = error;
  while (e && e.code !== "ERR_PERMISSION") e = e.cause;
  console.log(e ? e.permission : "other");
  if (!e) console.error("the error is", error);
}
process.exit();
`

const secret = "SECRET-4711"

// world makes the files that the programs meet, in a folder DIR; they are started in its folder app.
func world(t *testing.T) (dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"secret.txt": secret, "secret.json": `{"x":"` + secret + `"}`, "secret.js": "export default '" + secret + "'; globalThis.postMessage?.('" + secret + "')",
		"vault/inner/key.txt": secret, "vault/index.js": "module.exports = '" + secret + "'", "app/own.txt": "own", "app/kept/file.txt": "kept",
		"app/hidden.json": `{"x":"` + secret + `"}`, "app/pub/x.txt": "public", "app/pkg/package.json": `{"main":"../../secret.js"}`,
		"app/package.json": `{"type":"module","imports":{"#out":"./../secret.js"}}`, "app/node_modules/real/index.js": "module.exports = 1",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"relative": "../secret.txt", "absolute": filepath.Join(dir, "secret.txt"), "up": "..", "twice": "up", "code.js": "../secret.js",
		"data.json": "../secret.json", "environ": "/proc/self/environ", "node_modules/linked": "../../vault", "dangling": "../made.txt",
		"../alink": "secret.txt", "whole": "/",
	} {
		if err := os.Symlink(target, filepath.Join(dir, "app", filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(filepath.Join(dir, "secret.txt"), filepath.Join(dir, "app", "hard")); err != nil {
		t.Fatal(err)
	}
	if err := makePipe(filepath.Join(dir, "app", "pipe")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// servers has one that tells the secret, at OTHER, and one at PORT that sends everybody there.
func servers(t *testing.T) (port, other string) {
	t.Helper()
	inner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, secret) }))
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inner.URL, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(inner.Close)
	t.Cleanup(outer.Close)
	of := func(s *httptest.Server) string {
		_, port, err := net.SplitHostPort(s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return port
	}
	return of(outer), of(inner)
}

func TestEscapes(t *testing.T) {
	if goruntime.GOOS != "linux" {
		t.Log("the paths are those of Linux: what needs them is tried there")
	}
	port, other := servers(t)
	for _, e := range escapes {
		if goruntime.GOOS != "linux" && strings.Contains(e.flags+e.source, "/proc") {
			continue
		}
		t.Run(strings.ReplaceAll(e.name, ",", ""), func(t *testing.T) {
			dir := world(t)
			fill := strings.NewReplacer("DIR", dir, "PORT", port, "OTHER", other)
			file := filepath.Join(dir, "app", "main.js")
			if err := os.WriteFile(file, fmt.Appendf(nil, attempt, fill.Replace(e.source)), 0o644); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, dir)
			got, complaints := runEscape(t, file, strings.Fields(fill.Replace(e.flags)))
			if got != e.want {
				t.Errorf("printed %q, want %q\n%s\n%s", got, e.want, e.source, complaints)
			}
			if strings.Contains(got+complaints, secret) {
				t.Errorf("the secret is out:\n%s\n%s", got, complaints)
			}
			if after := snapshot(t, dir); !strings.Contains(e.flags, "-W") && after != before {
				t.Errorf("files have changed:\n%s\nbefore:\n%s", after, before)
			} else if strings.Contains(after, "made.txt") || !strings.Contains(after, "secret.txt "+secret) && !strings.Contains(e.name, "moved") {
				t.Errorf("something was changed outside:\n%s", after)
			}
		})
	}
	t.Logf("%d escapes are tried", len(escapes))
	if len(escapes) < 60 {
		t.Errorf("only %d escapes are tried", len(escapes))
	}
}

func runEscape(t *testing.T, file string, flags []string) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	args := append(append([]string{"run", "--no-prompt"}, flags...), file)
	cmd := exec.CommandContext(ctx, command, args...)
	cmd.Dir = filepath.Dir(file)
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "LARIAT_CACHE=off", "MY_TOKEN="+secret)
	var out, complaints strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		return strings.TrimSpace(out.String()) + " " + err.Error(), complaints.String()
	}
	return strings.TrimSpace(out.String()), complaints.String()
}

// snapshot is the names, the modes and the texts of all files in a folder.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text := []byte(nil)
		if info.Mode().IsRegular() && d.Name() != "main.js" {
			if text, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%s %s %s\n", info.Mode(), rel, text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An attempt that is granted is none: the harness has to see that.
func TestWhatIsGrantedIsNoEscape(t *testing.T) {
	dir := world(t)
	file := filepath.Join(dir, "app", "main.js")
	for flags, want := range map[string]string{"-R": "ESCAPED " + secret, "-R=" + dir: "ESCAPED " + secret, "-A": "ESCAPED " + secret, "": "read"} {
		source := fmt.Sprintf(attempt, `return fs.readFile("up/secret.txt")`)
		if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, complaints := runEscape(t, file, strings.Fields(flags)); got != want {
			t.Errorf("%s: %q, want %q\n%s", flags, got, want, complaints)
		}
	}
}
