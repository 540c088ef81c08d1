package inspection

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// TraceFormat is the number of the format: it changes when a reader of the old one would be misled. The form is that of
// Chrome's trace events: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
const TraceFormat = 1

// json writes the trace. A thread of the form is an isolate; times are microseconds since the trace began.
func (t *Trace) json() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := &bytes.Buffer{}
	b.WriteString("{\"displayTimeUnit\":\"ms\",\"otherData\":{\"format\":" + strconv.Itoa(TraceFormat) +
		",\"began\":\"" + t.start.UTC().Format(time.RFC3339Nano) + "\",\"dropped\":" + strconv.Itoa(t.dropped) + "},\n\"traceEvents\":[\n" +
		"{\"ph\":\"M\",\"pid\":1,\"tid\":0,\"name\":\"process_name\",\"args\":{\"name\":\"lariat\"}}")
	isolates := make([]uint64, 0, len(t.tracks))
	for id := range t.tracks {
		isolates = append(isolates, id)
	}
	slices.SortFunc(isolates, cmp.Compare[uint64])
	for i, id := range isolates {
		meta := "{\"ph\":\"M\",\"pid\":1,\"tid\":" + strconv.FormatUint(id, 10)
		b.WriteString(",\n" + meta + ",\"name\":\"thread_name\",\"args\":{\"name\":")
		quote(b, cmp.Or(t.tracks[id].name, "isolate "+strconv.FormatUint(id, 10)))
		b.WriteString("}},\n" + meta + ",\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":" + strconv.Itoa(i) + "}}")
	}
	for i := range t.events {
		b.WriteString(",\n")
		t.events[i].write(b)
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

func (e *event) write(b *bytes.Buffer) {
	b.WriteString("{\"ph\":\"" + string(e.phase) + "\",\"pid\":1,\"tid\":" + strconv.FormatUint(e.isolate, 10))
	b.WriteString(",\"cat\":\"" + e.category + "\",\"name\":")
	quote(b, e.name)
	b.WriteString(",\"ts\":" + micros(e.at))
	if e.phase == 'X' {
		b.WriteString(",\"dur\":" + micros(e.took))
	} else {
		b.WriteString(",\"id\":" + strconv.FormatUint(e.id, 10))
	}
	if len(e.arguments) > 0 {
		b.WriteString(",\"args\":{")
		for i, a := range e.arguments {
			if i > 0 {
				b.WriteByte(',')
			}
			quote(b, a.name)
			b.WriteByte(':')
			quote(b, text(a.value))
		}
		b.WriteByte('}')
	}
	b.WriteByte('}')
}

// quote writes a value as JSON.
func quote(b *bytes.Buffer, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		data = []byte(`""`) // a text, a number or a boolean: there is none
	}
	b.Write(data)
}

// micros is a time in the unit of the form.
func micros(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Microsecond), 'f', 3, 64)
}

// text is how an argument is written.
func text(v any) any {
	switch v := v.(type) {
	case nil:
		return ""
	case fmt.Stringer:
		return v.String()
	}
	return v
}
