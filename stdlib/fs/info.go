package fs

import (
	"context"
	"os"
	"time"
)

// Info describes a file as Node's Stats does. What the system does not know is zero.
type Info struct {
	Size int64
	// Mode holds the type and permission bits as the C library numbers them.
	Mode                           uint32
	Dev, Ino, Nlink, Rdev          uint64
	UID, GID                       uint32
	BlockSize, Blocks              int64
	Atime, Mtime, Ctime, Birthtime time.Time
	kind                           os.FileMode
}

// IsFile tells whether it is a regular file.
func (i Info) IsFile() bool { return i.kind.IsRegular() }

// IsDirectory tells whether it is a folder.
func (i Info) IsDirectory() bool { return i.kind.IsDir() }

// IsSymbolicLink tells whether it is a symbolic link, which only LStat ever sees.
func (i Info) IsSymbolicLink() bool { return i.kind&os.ModeSymlink != 0 }

// IsFIFO tells whether it is a named pipe.
func (i Info) IsFIFO() bool { return i.kind&os.ModeNamedPipe != 0 }

// IsSocket tells whether it is a socket.
func (i Info) IsSocket() bool { return i.kind&os.ModeSocket != 0 }

// IsCharacterDevice tells whether it is a device of characters, such as a terminal.
func (i Info) IsCharacterDevice() bool { return i.kind&os.ModeCharDevice != 0 }

// IsBlockDevice tells whether it is a device of blocks, such as a disk.
func (i Info) IsBlockDevice() bool {
	return i.kind&os.ModeDevice != 0 && i.kind&os.ModeCharDevice == 0
}

func newInfo(info os.FileInfo) Info {
	i := Info{
		Size: info.Size(), Mode: cMode(info.Mode()), Nlink: 1, BlockSize: 4096, Blocks: (info.Size() + 511) / 512,
		kind: info.Mode(), Mtime: info.ModTime(),
	}
	i.Atime, i.Ctime, i.Birthtime = i.Mtime, i.Mtime, i.Mtime
	addSystemInfo(&i, info)
	return i
}

// cMode turns Go's mode bits into those of the C library.
func cMode(mode os.FileMode) uint32 {
	bits := uint32(mode.Perm())
	for _, b := range []struct {
		is   os.FileMode
		bits uint32
	}{{os.ModeSetuid, 0o4000}, {os.ModeSetgid, 0o2000}, {os.ModeSticky, 0o1000}} {
		if mode&b.is != 0 {
			bits |= b.bits
		}
	}
	switch {
	case mode.IsDir():
		return bits | 0o040000
	case mode&os.ModeSymlink != 0:
		return bits | 0o120000
	case mode&os.ModeNamedPipe != 0:
		return bits | 0o010000
	case mode&os.ModeSocket != 0:
		return bits | 0o140000
	case mode&os.ModeCharDevice != 0:
		return bits | 0o020000
	case mode&os.ModeDevice != 0:
		return bits | 0o060000
	}
	return bits | 0o100000
}

// goMode turns the C library's permission bits into Go's.
func goMode(bits uint32) os.FileMode {
	mode := os.FileMode(bits & 0o777)
	if bits&0o4000 != 0 {
		mode |= os.ModeSetuid
	}
	if bits&0o2000 != 0 {
		mode |= os.ModeSetgid
	}
	if bits&0o1000 != 0 {
		mode |= os.ModeSticky
	}
	return mode
}

// Stat describes what a path leads to.
func (d *Disk) Stat(ctx context.Context, path string) (Info, error) {
	return d.describe(ctx, path, "stat", d.tree.stat)
}

// LStat describes what is at a path: for a symbolic link, the link.
func (d *Disk) LStat(ctx context.Context, path string) (Info, error) {
	return d.describe(ctx, path, "lstat", d.tree.lstat)
}

func (d *Disk) describe(ctx context.Context, path, call string, ask func(string) (os.FileInfo, error)) (Info, error) {
	name, err := d.resolve(ctx, Reading, path, call)
	if err != nil {
		return Info{}, err
	}
	info, err := ask(name)
	if err != nil {
		return Info{}, systemError(err, call, path)
	}
	return newInfo(info), nil
}

// Exists tells whether something is at a path. A failure other than that it is missing is an error.
func (d *Disk) Exists(ctx context.Context, path string) (bool, error) {
	_, err := d.Stat(ctx, path)
	if isCode(err, "ENOENT") || isCode(err, "ENOTDIR") {
		return false, nil
	}
	return err == nil, err
}

// The bits of Access, as in Node's fs.constants.
const (
	accessRun   = 1
	accessWrite = 2
	accessRead  = 4
)

// Access asks whether the process may read (4), write (2), run (1) a path, or (0) whether it is there.
func (d *Disk) Access(ctx context.Context, path string, mode uint32) error {
	name, err := d.resolve(ctx, Reading, path, "access")
	if err != nil {
		return err
	}
	return systemError(d.tree.access(name, mode&7), "access", path)
}
