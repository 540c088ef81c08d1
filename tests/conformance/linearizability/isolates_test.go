package linearizability

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/lariatjs/lariat/bindings/queue"
	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

// told is an operation as a script tells it.
type told struct {
	Kind       string
	ID, Weight int
	By         int
	Begin, End int64
	Out        json.RawMessage
}

// operation translates it. An error is a bug of the script.
func (o told) operation() (op porcupine.Operation, err error) {
	op = porcupine.Operation{ClientId: o.By, Call: o.Begin, Return: o.End}
	want := ask{id: o.ID, weight: o.Weight}
	var number int
	var yes bool
	into := func(v any) { err = json.Unmarshal(o.Out, v) }
	switch o.Kind {
	case "request":
		op.Input = request{want}
	case "try":
		into(&yes)
		op.Input, op.Output = try{want}, yes
	case "release":
		into(&yes)
		op.Input, op.Output = release{o.ID}, yes
	case "available":
		into(&number)
		op.Input, op.Output = available{}, number
	case "send":
		op.Input = send{id: o.ID}
	case "receive":
		op.Input = receive{o.ID}
	case "trySend":
		into(&yes)
		op.Input, op.Output = trySend{item: o.ID}, yes
	case "tryTake":
		into(&number)
		op.Input, op.Output = tryTake{}, any(item(number))
		if number < 0 {
			op.Output = nothing{}
		}
	case "size":
		into(&number)
		op.Input, op.Output = size{}, number
	default:
		err = fault.Internal.New("an operation %q", o.Kind)
	}
	return op, err
}

// answer is the operation for the end of a wait.
func (o told) answer(channel bool) (op porcupine.Operation, err error) {
	var out struct {
		Left bool
		Item *int
	}
	err = json.Unmarshal(o.Out, &out)
	op = porcupine.Operation{ClientId: o.By, Call: o.Begin, Return: o.End, Output: served}
	op.Input = answer{o.ID}
	if channel {
		op.Input, op.Output = outcome{o.ID}, any(served)
	}
	switch {
	case out.Left:
		op.Output = left
	case out.Item != nil:
		op.Output = item(*out.Item)
	}
	return op, err
}

// TestIsolates has JavaScript in several isolates use the same objects.
func TestIsolates(t *testing.T) {
	rounds := max(*operations/400, 10)
	histories(t, func(t *testing.T, seed uint64) {
		var out, complaints runtimetest.Output
		rt, err := runtime.New(runtime.WithPermissions(permit.Everything()),
			runtime.WithModules(stdlib.All()...), runtime.WithStdio(strings.NewReader(""), &out, &complaints),
			runtime.WithArgs("lariat", "isolates.js", fmt.Sprint(rounds), fmt.Sprint(seed+1)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rt.Close() }()
		if err := rt.Run(t.Context(), "isolates.js"); err != nil {
			t.Fatal(runtimetest.Describe(err), complaints.String())
		}
		total := 0
		for line := range bytes.Lines([]byte(out.String())) {
			total += checkTold(t, line)
		}
		if total < rounds*100 {
			t.Errorf("%d operations in %d rounds", total, rounds)
		}
		t.Logf("%d operations", total)
	})
}

// checkTold checks one round, and says how many operations it had.
func checkTold(t *testing.T, line []byte) int {
	var round struct {
		What string
		Ops  []told
	}
	if err := json.Unmarshal(line, &round); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	model := permitsModel
	model.Init = func() any { return permits{free: 4, capacity: 4} }
	if round.What == "channel" {
		model = channelModel
		model.Init = func() any { return channel{options: queue.Options[int]{Capacity: 2}} }
	}
	var ops []porcupine.Operation
	for _, o := range round.Ops {
		translate := o.operation
		if o.Kind == "answer" {
			translate = func() (porcupine.Operation, error) { return o.answer(round.What == "channel") }
		}
		op, err := translate()
		if err != nil {
			t.Fatalf("%v: %+v", err, o)
		}
		ops = append(ops, op)
	}
	if result := porcupine.CheckOperationsTimeout(model, ops, patience); result != porcupine.Ok {
		t.Errorf("%s: %s, the model follows up to\n%s", round.What, result, explain(model, ops))
	}
	return len(ops)
}
