package es

import "github.com/dop251/goja"

// flatGuard bounds the depth of flat. goja descends as deep as the arrays do, and for ever if one is within
// itself. Arrays are looked through before: to stop at a depth would not do, since two references to
// itself make an array explode long before.
func flatGuard(vm *goja.Runtime, f *goja.Object) {
	wrap(vm, f, func(vm *goja.Runtime, original native) native {
		return func(c goja.FunctionCall) goja.Value {
			obj, ok := c.This.(*goja.Object)
			if !ok || len(c.Arguments) == 0 || !goja.IsNumber(c.Arguments[0]) || c.Arguments[0].ToFloat() <= maxNesting {
				return original(c)
			}
			s := &flatSurvey{vm: vm}
			s.array(obj, 0)
			result := original(goja.FunctionCall{This: obj, Arguments: []goja.Value{vm.ToValue(maxNesting)}})
			if s.unknown {
				if flat, ok := result.(*goja.Object); ok && linkStdArray(vm, flat) != nil {
					for _, v := range linkList(vm, flat) {
						if inner, ok := v.(*goja.Object); ok && isArray(inner) {
							s.fail()
						}
					}
				}
			}
			return result
		}
	})
}

// flatSurvey looks for the depth of arrays without running a script.
type flatSurvey struct {
	vm *goja.Runtime
	// unknown is set if there are arrays whose elements only a script can tell.
	unknown bool
}

func (s *flatSurvey) fail() { panic(rangeErrorOf(s.vm, "array is nested too deep")) }

func (s *flatSurvey) array(obj *goja.Object, depth int) {
	if depth > maxNesting {
		s.fail()
	}
	if linkStdArray(s.vm, obj) == nil {
		s.unknown = true
		return
	}
	for _, v := range linkList(s.vm, obj) {
		if inner, ok := v.(*goja.Object); ok && isArray(inner) {
			s.array(inner, depth+1)
		}
	}
}

// isArray is IsArray, but that a revoked proxy is none.
func isArray(obj *goja.Object) bool {
	for obj != nil && obj.ExportType() == proxyType {
		p, _ := obj.Export().(goja.Proxy)
		obj = p.Target()
	}
	return obj != nil && obj.ClassName() == "Array"
}
