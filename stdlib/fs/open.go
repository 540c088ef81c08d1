package fs

import (
	"context"
	"os"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/fault"
)

// openFlags are the words for opening, as in Node. Letters may be swapped there ("xw"), not here.
var openFlags = lazy.Value[map[string]int]{Make: func() map[string]int {
	return map[string]int{
		"r": os.O_RDONLY, "rs": os.O_RDONLY | os.O_SYNC, "r+": os.O_RDWR, "rs+": os.O_RDWR | os.O_SYNC,
		"w": os.O_WRONLY | os.O_CREATE | os.O_TRUNC, "wx": os.O_WRONLY | os.O_CREATE | os.O_TRUNC | os.O_EXCL,
		"w+": os.O_RDWR | os.O_CREATE | os.O_TRUNC, "wx+": os.O_RDWR | os.O_CREATE | os.O_TRUNC | os.O_EXCL,
		"a": os.O_WRONLY | os.O_CREATE | os.O_APPEND, "ax": os.O_WRONLY | os.O_CREATE | os.O_APPEND | os.O_EXCL,
		"a+": os.O_RDWR | os.O_CREATE | os.O_APPEND, "ax+": os.O_RDWR | os.O_CREATE | os.O_APPEND | os.O_EXCL,
		"as": os.O_WRONLY | os.O_CREATE | os.O_APPEND | os.O_SYNC, "as+": os.O_RDWR | os.O_CREATE | os.O_APPEND | os.O_SYNC,
	}
}}

// newFileMode is the mode of files that are made; the umask takes its bits away.
const newFileMode = 0o666

// Open opens a file; flags are "r" (as is ""), "r+", "w", "wx", "w+", "a", "ax", "a+" and so on, and
// mode 0 stands for 0666. Only regular files and the null device are opened: a pipe without a partner
// or a device can block for ever, and opening one does not wait for that. A folder is EISDIR.
func (d *Disk) Open(ctx context.Context, path, flags string, mode os.FileMode) (*File, error) {
	if flags == "" {
		flags = "r"
	}
	flag, ok := openFlags.Get()[flags]
	if !ok {
		return nil, fault.Type.New("unknown file flags %q: they are r, r+, w, wx, w+, wx+, a, ax, a+ or ax+", flags)
	}
	if mode == 0 {
		mode = newFileMode
	}
	h, _, err := d.openRegular(ctx, path, flag, mode)
	if err != nil {
		return nil, err
	}
	return &File{h: h, path: path}, nil
}

// openRegular opens without blocking and refuses all but regular files. Reading files are refused for
// what they are ("read"), as Node does it for folders.
func (d *Disk) openRegular(ctx context.Context, path string, flag int, mode os.FileMode) (handle, os.FileInfo, error) {
	name, err := d.resolveFlag(ctx, path, flag)
	if err != nil {
		return nil, nil, err
	}
	h, err := d.tree.open(name, flag|openNonblock, mode)
	if err != nil {
		return nil, nil, systemError(err, "open", path)
	}
	info, err := h.Stat()
	if err == nil {
		err = requireRegular(info, path)
	}
	if err != nil {
		_ = h.Close()
		return nil, nil, systemError(err, "fstat", path)
	}
	return h, info, nil
}

// resolveFlag asks for all that the flags of an open mean: reading, writing, or both.
func (d *Disk) resolveFlag(ctx context.Context, path string, flag int) (string, error) {
	if flag&(os.O_WRONLY|os.O_RDWR) == 0 {
		return d.resolve(ctx, Reading, path, "open")
	}
	if flag&os.O_RDWR != 0 {
		if _, err := d.resolve(ctx, Reading, path, "open"); err != nil {
			return "", err
		}
	}
	return d.resolve(ctx, Writing, path, "open")
}

func requireRegular(info os.FileInfo, path string) error {
	mode := info.Mode()
	switch {
	case mode.IsRegular(), isNullDevice(info):
		return nil
	case mode.IsDir():
		return refusal("EISDIR", errIsFolder, messages.Get()["EISDIR"], "read", path)
	}
	return refusal("EINVAL", errInvalid, "not a regular file but "+kindOf(mode), "open", path)
}

func kindOf(mode os.FileMode) string {
	switch {
	case mode&os.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&os.ModeSocket != 0:
		return "a socket"
	case mode&os.ModeDevice != 0:
		return "a device"
	}
	return "something special"
}

// isNullDevice allows the one device that neither blocks nor has an effect.
func isNullDevice(info os.FileInfo) bool {
	if info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}
