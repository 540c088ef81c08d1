package test

// failure is what went wrong in a test: in its function, or in a hook, which where names.
type failure struct {
	where string
	err   error
}

// failures are those of one test, in the order in which they happened.
type failures []failure

// add appends what went wrong, if something did.
func (f *failures) add(where string, err error) {
	if err != nil {
		*f = append(*f, failure{where, err})
	}
}
