// Package project knows the files of a project: which are programs and which are tests, and what a new one begins with.
package project

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// programs are the extensions of files that can be run.
var programs = []string{".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"}

// IsProgram reports whether a file can be run, by its name.
func IsProgram(name string) bool {
	return slices.Contains(programs, filepath.Ext(name)) && !strings.Contains(filepath.Base(name), ".d.")
}

// IsTest reports whether a file holds tests, by its name: x.test.js, x.test.ts.
func IsTest(name string) bool {
	return IsProgram(name) && strings.HasSuffix(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), ".test")
}

// Find lists the files that are named, and those beneath the folders that are named that wanted takes, sorted, each once.
// Hidden folders and node_modules are passed over.
func Find(paths []string, wanted func(name string) bool) ([]string, error) {
	var files []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, fault.Module.New("there is no file or folder %s", p)
		}
		if !info.IsDir() {
			files = append(files, filepath.Clean(p))
			continue
		}
		err = walk(p, func(file string, folder bool) {
			if !folder && wanted(file) {
				files = append(files, file)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// walk tells of what is beneath a folder, and of the folder itself, but not of hidden folders and node_modules.
func walk(root string, tell func(file string, folder bool)) error {
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		}
		tell(file, d.IsDir())
		return nil
	})
}

// folders lists a folder and those beneath it, or the folder of a file.
func folders(path string) (list []string, err error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return []string{filepath.Dir(path)}, err
	}
	err = walk(path, func(file string, folder bool) {
		if folder {
			list = append(list, file)
		}
	})
	return list, err
}
