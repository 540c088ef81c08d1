package project

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
)

// typesDir is where the types go, beneath the folder of the project.
const typesDir = ".lariat/types"

// WriteTypes writes the types of modules beneath a folder, anew if they are there, and a tsconfig.json if there is none, so
// that editors and tsc know them. It returns the names of what it wrote.
func WriteTypes(dir string, modules []runtime.Module) (written []string, err error) {
	seen := map[string]bool{}
	for i := range modules {
		m := &modules[i]
		if m.Types == "" || seen[m.Types] {
			continue
		}
		seen[m.Types] = true
		name := filepath.Join(filepath.FromSlash(typesDir), strings.NewReplacer(":", "-", "/", "-").Replace(m.Name)+".d.ts")
		if err := write(filepath.Join(dir, name), m.Types); err != nil {
			return written, err
		}
	}
	written = append(written, filepath.FromSlash(typesDir))
	config := filepath.Join(dir, "tsconfig.json")
	if _, err := os.Stat(config); err == nil {
		return written, nil
	}
	text, err := json.MarshalIndent(map[string]any{
		"compilerOptions": map[string]any{
			"target": "esnext", "lib": []string{"esnext"}, "module": "esnext", "moduleResolution": "bundler", "moduleDetection": "force",
			"types": []string{}, "strict": true, "allowJs": true, "allowImportingTsExtensions": true, "skipLibCheck": true, "noEmit": true,
		},
		"include": []string{"**/*", typesDir + "/*.d.ts"},
	}, "", "  ")
	if err != nil {
		return written, err
	}
	return append(written, "tsconfig.json"), write(config, string(text)+"\n")
}

func write(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// What a new project begins with.
var (
	//go:embed template/main.ts
	mainSource string
	//go:embed template/main.test.ts
	testSource string
)

// Init makes a project in a folder: a program, its test, and the types. It overwrites nothing.
func Init(dir string, modules []runtime.Module) (written []string, err error) {
	files := []struct{ name, text string }{{"main.ts", mainSource}, {"main.test.ts", testSource}}
	for _, f := range files {
		if _, err := os.Stat(filepath.Join(dir, f.name)); err == nil {
			return nil, fault.Module.New("%s is there already: nothing was written", filepath.Join(dir, f.name))
		}
	}
	for _, f := range files {
		if err := write(filepath.Join(dir, f.name), f.text); err != nil {
			return written, err
		}
		written = append(written, f.name)
	}
	types, err := WriteTypes(dir, modules)
	return append(written, types...), err
}
