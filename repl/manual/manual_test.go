package manual_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/repl/manual"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/stdlib"
)

// small is a manual with one of each kind of declaration.
const small = `/**
 * Things. They do things.
 */
declare module "lariat:thing" {
  import type { Other } from "lariat:other";
  // A comment between.
  /** How to make one { or not }. */
  export interface Options {
    /** Its name: "a; b". */
    name?: string;
    nested: { deep: { er: number } };
  }
  /** A base. */
  class Base {
    /** Inherited. */
    rest(): void;
  }
  /**
   * A thing. It is one.
   * @throws TypeError
   */
  export class Thing<T> extends Base implements Other<T> {
    constructor(options?: Options);
    /** Runs it. Twice. */
    run(fn: () => { a: number }): void;
    run(fn: () => string,
      more: number,
    ): void;
    static readonly all: Thing<unknown>[];
    get size(): number;
    [Symbol.dispose](): void;
  }
  export type Kind = { a: 1 } | { b: 2 };
  export function make(a: string): Thing<string>;
  export const first: Thing<number>, second: number;
}
declare global {
  /** Global. */
  var board: Board;
}
interface Board {
  /** Writes. */
  write(...text: unknown[]): void;
}
`

func TestFind(t *testing.T) {
	m := manual.New([]runtime.Module{{Name: "lariat:thing", Types: small}, {Name: "node:thing", Types: small}})
	for name, want := range map[string]string{
		"lariat:thing":   "Things. They do things.",
		"thing":          "Thing\n        A thing.",
		"Thing":          "class Thing<T> extends Base implements Other<T>\n\nA thing. It is one.\n@throws TypeError\n\nMembers\n",
		"thing.Thing":    "Thing of lariat:thing",
		"Thing.run":      "    run(fn: () => { a: number }): void;\n    run(fn: () => string,\n      more: number,\n    ): void;\n\nRuns it. Twice.",
		"run":            "run(fn: () => string,\n      more: number,\n    ): void;",
		"Thing.rest":     "Base.rest of lariat:thing\n\n    rest(): void;\n\nInherited.",
		"Options.name":   `Its name: "a; b".`,
		"Options.nested": "nested: { deep: { er: number } };",
		"Kind":           "type Kind = { a: 1 } | { b: 2 };",
		"make":           "function make(a: string): Thing<string>;",
		"board":          "board, a global",
		"board.write":    "Board.write, a global\n\n    write(...text: unknown[]): void;\n\nWrites.",
		"Thing.size":     "get size(): number;",
		"Thing.all":      "static readonly all: Thing<unknown>[];",
		"node:thing":     "node:thing\n",
	} {
		if got, ok := m.Find(name); !ok || !strings.Contains(got, want) {
			t.Errorf("%s: %v\n%s\nwant in it\n%s", name, ok, got, want)
		}
	}
	same := manual.New([]runtime.Module{{Name: "lariat:make", Types: strings.ReplaceAll(small, "lariat:thing", "lariat:make")}})
	if got, ok := same.Find("make"); !ok || !strings.Contains(got, "function make(") || !strings.HasSuffix(got, "ask for lariat:make.\n") {
		t.Errorf("a module and what it declares have one name: %s", got)
	}
	if got, _ := same.Find("lariat:make"); !strings.Contains(got, "Declares") {
		t.Errorf("the module by its whole name: %s", got)
	}
	for _, name := range []string{"", ".", "Thing.", ".run", "Thing.nothing", "other.Thing", "deep"} {
		if got, ok := m.Find(name); ok {
			t.Errorf("%q: %s", name, got)
		}
	}
	for name, want := range map[string]string{"Thng": "Thing", "thing.run": "Thing.run", "Thing.runn": "Thing.run", "BOARD": "board"} {
		if near := m.Near(name); !slices.Contains(near, want) {
			t.Errorf("%s: %v, want %s", name, near, want)
		}
	}
	if near := m.Near("zzzzzzzzzz"); len(near) > 0 {
		t.Errorf("near nothing: %v", near)
	}
}

// TestEveryModuleIsKnown asks for each module of lariat, and that its manual was read to its end.
func TestEveryModuleIsKnown(t *testing.T) {
	modules := stdlib.All()
	m := manual.New(modules)
	for _, module := range modules {
		if text, ok := m.Find(module.Name); !ok || strings.HasPrefix(module.Name, "lariat:") && !strings.Contains(text, "\nDeclares\n") {
			t.Errorf("%s: %s", module.Name, text)
		}
		for _, name := range module.Globals {
			if _, ok := m.Find(name); !ok {
				t.Errorf("%s: the manual does not know the global %s", module.Name, name)
			}
		}
	}
	for _, name := range []string{"Mutex.lock", "WorkerPool.map", "fetch", "console.log", "process.exit", "lock.Mutex", "sleep"} {
		if _, ok := m.Find(name); !ok {
			t.Errorf("it does not know %s", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(small, "Thing.run")
	f.Add("declare module \"x\" { class A {", "A")
	f.Add("/** a", "a")
	f.Fuzz(func(t *testing.T, text, name string) {
		m := manual.New([]runtime.Module{{Name: "m", Types: text}})
		m.Find(name)
		m.Near(name)
	})
}
