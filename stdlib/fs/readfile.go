package fs

import (
	"context"
	"errors"
	"io"

	"github.com/lariatjs/lariat/runtime/fault"
)

// ReadBytes reads a whole file. The size that the file claims is a hint only, so that files which
// grow, or claim none (as in /proc), are read whole too. More than the Disk's MaxRead is a fault.Limit.
func (d *Disk) ReadBytes(ctx context.Context, path string) ([]byte, error) {
	return d.ReadOpened(ctx, path, "r")
}

// ReadOpened is ReadBytes for a file that is opened with other flags than "r": "a+" makes a file that is missing.
func (d *Disk) ReadOpened(ctx context.Context, path, flags string) ([]byte, error) {
	f, err := d.Open(ctx, path, flags, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.h.Close() }()
	info, err := f.h.Stat()
	if err != nil {
		return nil, systemError(err, "fstat", path)
	}
	return readAll(ctx, f.h, info.Size(), path, d.maxRead)
}

// ReadFile reads a whole file as text; invalid UTF-8 becomes U+FFFD. A byte order mark is kept.
func (d *Disk) ReadFile(ctx context.Context, path string) (string, error) {
	b, err := d.ReadBytes(ctx, path)
	if err != nil {
		return "", err
	}
	return text(b), nil
}

func readAll(ctx context.Context, h io.Reader, hint int64, path string, most int64) ([]byte, error) {
	if hint > most {
		return nil, tooBig(path, most)
	}
	// Room for one byte more than the hint, so that the end shows without growing.
	buf := make([]byte, 0, max(hint+1, 512))
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		n, err := h.Read(buf[len(buf):min(cap(buf), len(buf)+readAhead)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > most {
			return nil, tooBig(path, most)
		}
		if errors.Is(err, io.EOF) {
			return buf[:len(buf):len(buf)], nil
		}
		if err != nil {
			return nil, systemError(err, "read", path)
		}
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

func tooBig(path string, most int64) error {
	return fault.Limit.New("cannot read '%s' whole: it is larger than %d bytes", path, most)
}
