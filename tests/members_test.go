package tests

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryMethodHasAnExample goes through the manuals of bindings/: each method of a class, and each function of an object
// such as backoff, is shown by a program of its own.
func TestEveryMethodHasAnExample(t *testing.T) {
	tr := openTree(t, root)
	for _, f := range tr.match("bindings/*/*.d.ts") {
		for _, problem := range withoutExample(f, tr.text(f)) {
			t.Error(problem)
		}
	}
}

var (
	ofMembers = regexp.MustCompile(`^(?:export )?(?:abstract )?(?:class (\w+)|const (\w+): \{)`)
	method    = regexp.MustCompile(`^((?:static |abstract )*\w+)(?:<[^(]*>)?\(`)
	unread    = regexp.MustCompile("\"[^\"]*\"|`[^`]*`|/\\*.*?\\*/|//.*")
)

// withoutExample names the methods of a manual that no example stands before, or before one of their overloads. It goes by
// lines, as the manuals are written: a member begins a line, and its comment stands on those before it.
func withoutExample(file, text string) (problems []string) {
	shown := map[string]bool{}
	var names []string
	owner, outside, depth, example := "", 0, 0, false
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "/**") {
			example = false
		}
		if strings.HasPrefix(line, "/**") || strings.HasPrefix(line, "*") {
			example = example || strings.Contains(line, "```js")
			continue
		}
		switch m := method.FindStringSubmatch(line); {
		case owner == "":
			if m := ofMembers.FindStringSubmatch(line); m != nil {
				owner, outside = m[1]+m[2], depth
			}
		case depth == outside+1 && m != nil && m[1] != "constructor":
			name := owner + "." + m[1]
			if _, seen := shown[name]; !seen {
				names = append(names, fmt.Sprintf("%s:%d: %s", file, i+1, name))
			}
			shown[name] = shown[name] || example
		}
		code := unread.ReplaceAllString(line, "")
		depth += strings.Count(code, "{") - strings.Count(code, "}")
		if owner != "" && depth <= outside {
			owner = ""
		}
		example = example && line == ""
	}
	for _, name := range names {
		if _, member, _ := strings.Cut(name, ": "); !shown[member] {
			problems = append(problems, name+" has no example (```js) in its comment")
		}
	}
	return problems
}

func TestMethodsWithoutAnExampleAreFound(t *testing.T) {
	got := withoutExample("x.d.ts", `declare module "x" {
  export class A<T extends { a: 1 } = { a: 1 }> extends B {
    constructor(o?: { a: 1 });
    /**
     * Shown.
     * `+"```js"+`
     * a.b();
     * `+"```"+`
     */
    b(): void;
    b(x: 1): void;
    /** Not shown. */
    c<T>(x: T): { d(): 1 };
    static of(): A;
    readonly e: () => void;
  }
  export interface I { f(): 1 }
  /** One. */
  export const k: {
    /** `+"```js ```"+` */
    g(): 1;
    h(): 1;
  };
  export function i(): 1;
}`)
	want := []string{"x.d.ts:13: A.c", "x.d.ts:14: A.static of", "x.d.ts:22: k.h"}
	for i, w := range want {
		want[i] = w + " has no example (```js) in its comment"
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
