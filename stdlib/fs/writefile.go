package fs

import (
	"context"
	"errors"
	"io"
	"os"
)

// WriteOptions say how a whole file is written.
type WriteOptions struct {
	// Atomic writes beside the file and takes its place when all is on the disk: readers see the old
	// content or the new, and a failure leaves the old.
	Atomic bool
	// Flags are those of Open; empty means "w". They do not go with Atomic.
	Flags string
	// Mode is the mode of a file that is made; 0 means 0666. A file that is replaced keeps its own.
	Mode os.FileMode
	// Sync puts the content on the disk before returning. Atomic always does.
	Sync bool
}

// Pull gives the next piece of data, or io.EOF behind the last. It may block until ctx is done.
type Pull func(ctx context.Context) ([]byte, error)

// WriteFile writes a whole file.
func (d *Disk) WriteFile(ctx context.Context, path string, data []byte, o WriteOptions) error {
	_, err := d.WriteFrom(ctx, path, once(data), o)
	return err
}

// AppendFile adds data to the end of a file, which is made if it is missing.
func (d *Disk) AppendFile(ctx context.Context, path string, data []byte, o WriteOptions) error {
	o.Flags, o.Atomic = "a", false
	_, err := d.WriteFrom(ctx, path, once(data), o)
	return err
}

// once is the source of one piece of data, handed on by the megabyte so that cancelling shows.
func once(data []byte) Pull {
	return func(context.Context) ([]byte, error) {
		if len(data) == 0 {
			return nil, io.EOF
		}
		n := min(len(data), readAhead)
		part := data[:n]
		data = data[n:]
		return part, nil
	}
}

// WriteFrom writes what the source gives to a file and returns the count of bytes.
func (d *Disk) WriteFrom(ctx context.Context, path string, source Pull, o WriteOptions) (int64, error) {
	if o.Mode == 0 {
		o.Mode = newFileMode
	}
	if o.Atomic {
		return d.replace(ctx, path, source, o.Mode)
	}
	flags := o.Flags
	if flags == "" {
		flags = "w"
	}
	f, err := d.Open(ctx, path, flags, o.Mode)
	if err != nil {
		return 0, err
	}
	n, err := drain(ctx, f.h, path, source)
	if err == nil && o.Sync {
		err = systemError(f.h.Sync(), "fsync", path)
	}
	if cerr := f.h.Close(); err == nil {
		err = systemError(cerr, "close", path)
	}
	return n, err
}

// drain copies a source to an open file.
func drain(ctx context.Context, w io.Writer, path string, source Pull) (int64, error) {
	var total int64
	for {
		if ctx.Err() != nil {
			return total, context.Cause(ctx)
		}
		part, err := source(ctx)
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
		n, err := w.Write(part)
		total += int64(n)
		if err != nil {
			return total, systemError(err, "write", path)
		}
	}
}
