package fs

import (
	"context"
	"os"
	"path/filepath"
	"sync"
)

// TempDir is a folder that is removed when it is disposed of.
type TempDir struct {
	disk *Disk
	path string
	once sync.Once
	err  error
}

// TempPrefix is what the names of temporary folders begin with where nothing else is said.
const TempPrefix = "lariat-"

// TempDir makes a folder in dir, or in the system's folder for such where that is "".
func (d *Disk) TempDir(ctx context.Context, dir, prefix string) (*TempDir, error) {
	if dir == "" {
		dir = os.TempDir()
	}
	path, err := d.MkdirTemp(ctx, filepath.Clean(dir)+string(os.PathSeparator)+prefix)
	if err != nil {
		return nil, err
	}
	return &TempDir{disk: d, path: path}, nil
}

// Path returns the path of the folder.
func (t *TempDir) Path() string { return t.path }

// Close removes the folder with all in it. Another call waits for the first and changes nothing.
func (t *TempDir) Close() error {
	first := false
	t.once.Do(func() {
		first = true
		t.err = t.disk.Remove(context.Background(), t.path, RemoveOptions{Recursive: true, Force: true})
	})
	if !first {
		return nil
	}
	return t.err
}
