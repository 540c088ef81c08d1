//go:build unix

package fs

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestPipesAndDevicesAreRefusedWithoutBlocking would hang for ever if anything opened the pipe and waited.
func TestPipesAndDevicesAreRefusedWithoutBlocking(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	sock := filepath.Join(dir, "sock")
	l, err := net.Listen("unix", sock)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	ctx := t.Context()
	whole := disk(t, Options{})
	confined := disk(t, Options{Confined: true, Grants: []Grant{{Path: dir, Read: true, Write: true}}})
	for _, d := range []*Disk{whole, confined} {
		for _, flags := range []string{"r", "r+", "a+"} {
			_, err := d.Open(ctx, pipe, flags, 0)
			wantText(t, err, "EINVAL", "not a regular file but a named pipe")
		}
		for _, flags := range []string{"w", "a"} {
			// Nobody reads from the pipe: the system says so itself.
			_, err := d.Open(ctx, pipe, flags, 0)
			wantCode(t, err, "ENXIO")
		}
		_, err := d.ReadFile(ctx, pipe)
		wantCode(t, err, "EINVAL")
		wantCode(t, d.WriteFile(ctx, pipe, []byte("x"), WriteOptions{Atomic: true}), "EINVAL")
		wantCode(t, d.WriteFile(ctx, pipe, []byte("x"), WriteOptions{}), "ENXIO")
		wantCode(t, d.Copy(ctx, pipe, filepath.Join(dir, "copy"), CopyOptions{}), "EINVAL")
		wantCode(t, one(d.List(ctx, pipe, true)), "ENOTDIR")
		wantCode(t, one(d.Open(ctx, sock, "r", 0)), "ENXIO")
		if info, err := d.Stat(ctx, pipe); err != nil || !info.IsFIFO() {
			t.Fatal(info, err)
		}
		if info, err := d.Stat(ctx, sock); err != nil || !info.IsSocket() {
			t.Fatal(info, err)
		}
	}
	for _, device := range []string{"/dev/zero", "/dev/tty", "/dev/random"} {
		if _, err := whole.Open(ctx, device, "r", 0); err == nil {
			t.Fatal(device, "was opened")
		}
	}
}

func TestNullDeviceMayBeUsed(t *testing.T) {
	d := disk(t, Options{})
	if err := d.WriteFile(t.Context(), os.DevNull, []byte("gone"), WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if s, err := d.ReadFile(t.Context(), os.DevNull); s != "" || err != nil {
		t.Fatal(s, err)
	}
	if info, err := d.Stat(t.Context(), os.DevNull); err != nil || !info.IsCharacterDevice() || info.IsBlockDevice() {
		t.Fatal(info, err)
	}
	if got, err := open(t, os.DevNull, "r").Lines(0).Collect(t.Context()); len(got) != 0 || err != nil {
		t.Fatal(got, err)
	}
}

func TestModesAreThoseOfTheSystem(t *testing.T) {
	d, path := disk(t, Options{}), file(t, "x")
	for _, mode := range []uint32{0o755, 0o4711, 0o600} {
		if err := d.Chmod(t.Context(), path, mode); err != nil {
			t.Fatal(err)
		}
		info, err := d.Stat(t.Context(), path)
		var st syscall.Stat_t
		if serr := syscall.Stat(path, &st); err != nil || serr != nil || uint64(info.Mode) != wide(st.Mode) || info.Ino != st.Ino {
			t.Fatalf("%o, want %o: %v", info.Mode, st.Mode, errors.Join(err, serr))
		}
	}
	for _, path := range []string{"/", "/dev/null", "/tmp"} {
		info, err := d.LStat(t.Context(), path)
		var st syscall.Stat_t
		if serr := syscall.Lstat(path, &st); err != nil || serr != nil || uint64(info.Mode) != wide(st.Mode) {
			t.Fatalf("%s: %o, want %o: %v", path, info.Mode, st.Mode, errors.Join(err, serr))
		}
	}
}

func TestAccessAsksForTheProcess(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	if err := errors.Join(os.WriteFile(path, nil, 0o644), os.Symlink("f", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	readOnly := disk(t, Options{Confined: true, Grants: []Grant{{Path: dir, Read: true}}})
	for _, d := range []*Disk{disk(t, Options{}), readOnly} {
		for _, name := range []string{path, filepath.Join(dir, "link")} {
			for _, mode := range []uint32{0, accessRead} {
				if err := d.Access(context.Background(), name, mode); err != nil {
					t.Fatal(name, mode, err)
				}
			}
			// Not even the superuser may run what nobody may run.
			wantCode(t, d.Access(t.Context(), name, accessRun), "EACCES")
		}
	}
	if err := disk(t, Options{}).Access(t.Context(), path, accessWrite); err != nil {
		t.Fatal(err)
	}
	if err := readOnly.Access(t.Context(), path, accessWrite); err == nil {
		t.Fatal("writing is not granted")
	}
}
