package timeline

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"

	"github.com/lariatjs/lariat/runtime/fault"
)

// format is the one that this reads: inspection.TraceFormat.
const format = 1

// head is what a trace says of itself.
type head struct {
	Format  int    `json:"format"`
	Began   string `json:"began"`
	Dropped int    `json:"dropped"`
}

// event is one of a trace.
type event struct {
	Phase    string  `json:"ph"`
	Thread   uint64  `json:"tid"`
	Category string  `json:"cat"`
	Name     string  `json:"name"`
	At       float64 `json:"ts"`
	Took     float64 `json:"dur"`
	ID       uint64  `json:"id"`
	Args     struct {
		Name       string `json:"name"`
		Task       any    `json:"task"`
		Parent     int    `json:"parent"`
		At         string `json:"at"`
		HeldBy     string `json:"heldBy"`
		Unfinished bool   `json:"unfinished"`
	} `json:"args"`

	kind int
}

const howTo = "; lariat run --trace FILE makes one"

// parse reads the text of a trace.
func parse(text []byte) ([]event, head, error) {
	var trace struct {
		Other  *head   `json:"otherData"`
		Events []event `json:"traceEvents"`
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(text, &trace); {
	case len(bytes.TrimSpace(text)) == 0:
		return nil, head{}, fault.Type.New("this is no trace: it is empty; a program that was killed writes none")
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(text)):
		return nil, head{}, fault.Type.New("this trace is broken: it ends too early, after %d bytes; was the program killed?", len(text))
	case errors.As(err, &syntax):
		return nil, head{}, fault.Type.New("this is no trace: it is not JSON (%s, at byte %d)%s", syntax, syntax.Offset, howTo)
	case errors.As(err, &kind) && kind.Field == "":
		return nil, head{}, fault.Type.New("this is no trace of lariat: it is JSON, but %s, not an object%s", kind.Value, howTo)
	case errors.As(err, &kind):
		return nil, head{}, fault.Type.New("this trace is broken: %s is %s, at byte %d", kind.Field, kind.Value, kind.Offset)
	case err != nil:
		return nil, head{}, fault.Type.New("this trace is broken: %w", err)
	case trace.Events == nil:
		return nil, head{}, fault.Type.New(`this is no trace of lariat: it has no "traceEvents"%s`, howTo)
	case trace.Other == nil || trace.Other.Format == 0:
		return nil, head{}, fault.Type.New(`this is the trace of another program: it has no "otherData.format"%s`, howTo)
	case trace.Other.Format != format:
		return nil, head{}, fault.Type.New("this trace has format %d, and this lariat reads format %d: use the lariat that made it",
			trace.Other.Format, format)
	}
	return trace.Events, *trace.Other, nil
}

// pair makes spans of events, in the order of their beginnings, and finds the names of the isolates. A beginning whose end
// was dropped lasts as long as the trace.
func pair(events []event) (spans []event, names map[uint64]string, err error) {
	names = map[uint64]string{}
	begun := map[uint64]int{}
	last := 0.0
	for i := range events {
		e := &events[i]
		if e.At < 0 || e.Took < 0 {
			return nil, nil, fault.Type.New("this trace is broken: event %d has a time before the beginning", i)
		}
		last = max(last, e.At+e.Took)
		switch e.Phase {
		case "M":
			if e.Name == "thread_name" {
				names[e.Thread] = e.Args.Name
			}
			continue
		case "X":
			if e.Category == "task" {
				e.Category = "slice"
			}
		case "b":
			begun[e.ID] = len(spans)
			e.Took = -1
		case "e":
			if at, ok := begun[e.ID]; ok {
				spans[at].Took = max(e.At-spans[at].At, 0)
				delete(begun, e.ID)
			}
			continue
		default:
			return nil, nil, fault.Type.New("this trace is broken: event %d is of the phase %q, and there are M, X, b and e", i, e.Phase)
		}
		if e.kind = slices.Index(kinds, e.Category); e.kind < 0 {
			return nil, nil, fault.Type.New("this trace is broken: event %d is of the category %q, which there is not", i, e.Category)
		}
		spans = append(spans, *e)
	}
	for _, at := range begun {
		spans[at].Took, spans[at].Args.Unfinished = last-spans[at].At, true
	}
	slices.SortStableFunc(spans, func(a, b event) int {
		switch {
		case a.At < b.At, a.At == b.At && a.Took > b.Took:
			return -1
		case a.At > b.At, a.At == b.At && a.Took < b.Took:
			return 1
		}
		return 0
	})
	return spans, names, nil
}
