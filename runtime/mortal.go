package runtime

// Mourn has v told when the isolate of the runtime is dead, as a value is that crossed into it: for what modules keep
// per program or per isolate. Nobody is told of the end of a main program, which ends everything. Any goroutine.
func (rt *Runtime) Mourn(v Mortal) { rt.crossed.add(v) }
