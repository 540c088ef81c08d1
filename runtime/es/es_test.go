package es

import (
	"testing"

	"github.com/dop251/goja"
)

// inline is a host that runs jobs when the test says so.
type inline struct{ jobs chan func() }

func (h *inline) Post(job func()) { h.jobs <- job }

func newVM(t testing.TB) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	Install(vm, &inline{make(chan func(), 100)})
	return vm
}

func TestX(t *testing.T) {
	vm := newVM(t)
	v, err := vm.RunString(`JSON.stringify([[1,2,3].values().map(x=>x*2).filter(x=>x>2).take(5).toArray(), Iterator.from({next(){return {done:true}}}).toArray(), Iterator.concat([1],[2,3]).flatMap(x=>[x,x]).toArray(), String(Iterator), Object.prototype.toString.call([].values().map(x=>x))])`)
	t.Log(v, err)
}
func BenchmarkInstall(b *testing.B) {
	for b.Loop() {
		newVM(b)
	}
}
