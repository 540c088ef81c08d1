// Package timeline makes a page of HTML of a trace: what ran when in each isolate, and who waited for whom. The page is one
// file that needs no other and no network, and says so to the browser, which then lets it have none.
package timeline

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// What the page is made of. The scripts are modules, for the tests; in the page they are one script.
var (
	//go:embed page.html
	skeleton string
	//go:embed page.css
	style string
	//go:embed layout.js
	layout string
	//go:embed report.js
	report string
	//go:embed view.js
	view string
	//go:embed control.js
	control string
)

// kinds are those of the spans; their place here is their number in the page.
var kinds = []string{"turn", "slice", "task", "worker", "wait", "lock", "operation", "timer"}

// Timeline is what a page shows.
type Timeline struct {
	Title    string    `json:"title"`
	Began    string    `json:"began"`
	Dropped  int       `json:"dropped"`
	Kinds    []string  `json:"kinds"`
	Isolates []isolate `json:"isolates"`
	Texts    []string  `json:"texts"` // each once; columns have their places

	// One number a span, in the order of their beginnings. Times are microseconds.
	Kind    []int     `json:"kind"`
	Isolate []int     `json:"isolate"`
	Name    []int     `json:"name"`
	At      []float64 `json:"at"`
	Took    []float64 `json:"took"`
	Task    []int     `json:"task"`
	Parent  []int     `json:"parent"`
	Place   []int     `json:"place"`
	HeldBy  []int     `json:"heldBy"`
	Open    []int     `json:"open"` // 1 for what had not ended
}

// isolate is one thread of a trace.
type isolate struct {
	ID   uint64 `json:"id"`
	Name string `json:"name"`
}

// New reads a trace, as lariat run --trace writes it.
func New(title string, trace []byte) (*Timeline, error) {
	events, head, err := parse(trace)
	if err != nil {
		return nil, err
	}
	t := &Timeline{Title: title, Began: head.Began, Dropped: head.Dropped, Kinds: kinds, Isolates: []isolate{}}
	spans, names, err := pair(events)
	if err != nil {
		return nil, err
	}
	known := map[string]int{}
	number := func(text string) int {
		n, ok := known[text]
		if !ok {
			n, known[text] = len(t.Texts), len(t.Texts)
			t.Texts = append(t.Texts, text)
		}
		return n
	}
	number("")
	threads := map[uint64]int{}
	thread := func(id uint64) int {
		n, ok := threads[id]
		if !ok {
			n, threads[id] = len(t.Isolates), len(t.Isolates)
			t.Isolates = append(t.Isolates, isolate{id, cmp.Or(names[id], "isolate "+strconv.FormatUint(id, 10))})
		}
		return n
	}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		thread(id)
	}
	for _, s := range spans {
		t.Kind = append(t.Kind, s.kind)
		t.Isolate = append(t.Isolate, thread(s.Thread))
		t.Name = append(t.Name, number(s.Name))
		t.At, t.Took = append(t.At, s.At), append(t.Took, s.Took)
		t.Task, t.Parent = append(t.Task, taskOf(s.Args.Task)), append(t.Parent, s.Args.Parent)
		t.Place, t.HeldBy = append(t.Place, number(s.Args.At)), append(t.HeldBy, number(s.Args.HeldBy))
		open := 0
		if s.Args.Unfinished {
			open = 1
		}
		t.Open = append(t.Open, open)
	}
	return t, nil
}

// Spans is how many there are.
func (t *Timeline) Spans() int { return len(t.At) }

// taskOf is the number of a task, which is named in two ways: 4 and task "visit" (#4).
func taskOf(v any) int {
	switch v := v.(type) {
	case float64:
		return int(v)
	case string:
		if at := strings.LastIndex(v, "(#"); at >= 0 {
			n, err := strconv.Atoi(strings.TrimSuffix(v[at+len("(#"):], ")"))
			if err == nil {
				return n
			}
		}
	}
	return 0
}

// Page is the whole page. What comes from the trace stands in a block of JSON without a "<", so that no name of a task can end
// it, and the only script that the page may run is known by its digest.
func (t *Timeline) Page() ([]byte, error) {
	data, err := json.Marshal(t)
	if err != nil {
		return nil, fault.Internal.New("the trace cannot be written as JSON: %w", err)
	}
	script := script()
	digest := sha256.Sum256([]byte(script))
	return []byte(strings.NewReplacer(
		"{{title}}", html.EscapeString(t.Title),
		"{{digest}}", base64.StdEncoding.EncodeToString(digest[:]),
		"{{style}}", style,
		"{{data}}", string(data),
		"{{script}}", script,
	).Replace(skeleton)), nil
}

// script puts the modules together.
func script() string {
	text := regexp.MustCompile(`(?m)^import .*\n`).ReplaceAllString(layout+report+view+control, "")
	return "\"use strict\";\n" + regexp.MustCompile(`(?m)^export `).ReplaceAllString(text, "")
}
