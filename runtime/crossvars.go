package runtime

import "github.com/dop251/goja"

// CrossVar is the key of an AsyncContext variable that goes with a task to other isolates. It is the same
// variable there if it has the same name.
type CrossVar struct{ Name string }

// Crossing returns the values of the variables that go with a task, by name; nil if there are none.
func (v *Vars) Crossing() map[string]goja.Value {
	var found map[string]goja.Value
	for ; v != nil; v = v.next {
		key, ok := v.key.(CrossVar)
		if _, newer := found[key.Name]; !ok || newer {
			continue
		}
		if found == nil {
			found = map[string]goja.Value{}
		}
		found[key.Name] = v.value
	}
	return found
}

// File returns the name of the file of a place, "" when there is none.
func (s Site) File() string {
	if !s.known {
		return ""
	}
	return s.frame.SrcName()
}
