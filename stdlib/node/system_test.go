package node

import (
	goruntime "runtime"
	"slices"
	"testing"
)

func TestFoldersComeFromTheEnvironment(t *testing.T) {
	if goruntime.GOOS == "windows" {
		if got := Temporary(map[string]string{"TEMP": `D:\t\`}); got != `D:\t` {
			t.Errorf("got %q", got)
		}
		return
	}
	for want, env := range map[string]map[string]string{
		"/x": {"TMPDIR": "/x/", "TMP": "/y"}, "/y": {"TMP": "/y"}, "/tmp": {}, "/": {"TMPDIR": "/"},
	} {
		if got := Temporary(env); got != want {
			t.Errorf("%v: %q", env, got)
		}
	}
	if home, err := Home(map[string]string{"HOME": "/home/ada"}); home != "/home/ada" || err != nil {
		t.Errorf("%q %v", home, err)
	}
	if home, err := Home(nil); home == "" || err != nil {
		t.Errorf("%q %v", home, err)
	}
}

func TestTheSystemHasAName(t *testing.T) {
	system, release, version, machine := kernel()
	if system == "" || release == "" || version == "" || machine == "" {
		t.Errorf("%q %q %q %q", system, release, version, machine)
	}
	for _, want := range []constant{{"SIGINT", 2}, {"SIGTERM", 15}} {
		if n := signals(); !slices.Contains(n, want) {
			t.Errorf("%v has no %v", n, want)
		}
	}
	if u, err := CurrentUser(map[string]string{"SHELL": "/bin/sh"}); err != nil || u.Name == "" || u.Shell != "/bin/sh" {
		t.Errorf("%+v %v", u, err)
	}
}
