package runtime

import "math/rand/v2"

// WithSeed makes Math.random give the same numbers in each run, and so all that is drawn from it: the jitter of
// back-offs, the choice of a select. An isolate has a sequence of its own, which its place in the order of the spawns
// decides. What is to be secret (the module crypto) does not follow the seed.
func WithSeed(seed uint64) Option { return func(o *options) { o.seed = &seed } }

// Seed begins the sequence of Math.random anew. Loop goroutine only.
func (rt *Runtime) Seed(seed uint64) {
	source := rand.New(rand.NewPCG(seed, 0))
	rt.vm.SetRandSource(func() float64 {
		rt.drawn = true
		return source.Float64()
	})
}

// Drawn reports whether Math.random has given numbers that a seed decides. Loop goroutine only, or after the program's end.
func (rt *Runtime) Drawn() bool { return rt.drawn }

// seedOf is the seed of the n-th isolate of a program; the main program is number 0.
func seedOf(seed, n uint64) uint64 { return seed ^ n*0x9e3779b97f4a7c15 }
