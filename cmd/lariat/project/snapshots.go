package project

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Orphans lists the files of snapshots beneath some folders whose test files are gone.
func Orphans(paths []string) ([]string, error) {
	folders := slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		info, err := os.Stat(path)
		return err != nil || !info.IsDir()
	})
	return Find(folders, func(file string) bool {
		test, ok := strings.CutSuffix(filepath.Base(file), ".snap")
		dir := filepath.Dir(file)
		if !ok || filepath.Base(dir) != "__snapshots__" {
			return false
		}
		_, err := os.Stat(filepath.Join(filepath.Dir(dir), test))
		return os.IsNotExist(err)
	})
}
