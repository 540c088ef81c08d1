package runtime

// Plan is what many programs have in common: options that were looked at once, and the sources that any of them has loaded.
type Plan struct{ opts *options }

// NewPlan takes the options of New and reports all mistakes in them.
func NewPlan(opts ...Option) (*Plan, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, err
	}
	return &Plan{o}, nil
}

// New makes a runtime of the plan. Any goroutine.
func (p *Plan) New() (*Runtime, error) {
	return newRuntime(p.opts, isolateNumbers.Add(1), newFamily(), nil)
}
