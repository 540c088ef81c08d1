package inspect_test

// ours lists the expressions of the table of which we make something else than Node.
var ours = map[string]own{
	`Object.setPrototypeOf([1, 2], {})`: {
		"Object(2) [ 1, 2 ]", "Node goes by Symbol.iterator, we by what the object is",
	},
	`Object.setPrototypeOf(new Map([[1, 2]]), Set.prototype)`: {
		"Set(1) { 1 => 2 }", "Node throws a TypeError",
	},
	`Object.setPrototypeOf(new Uint8Array(0), null)`: {
		"[Uint8Array(0): null prototype] []", "Node shows an empty line",
	},
	`(class A extends (class {}) {})`: {
		"[class A]", "Node looks for a class in the text of the source and is fooled by the parenthesis",
	},
	`(class A extends (class B {}) { static x = 1 })`: {
		"[class A extends B] { x: 1 }", "the same",
	},
	`(function f() {}){showHidden: true}`: {
		`<ref *1> [Function: f] {
  [prototype]: { [constructor]: [Circular *1] },
  [length]: 0,
  [name]: 'f'
}`, "the hidden properties of a function have another order in goja",
	},
	`"%i", -0.5`: {"0", "goja's parseInt never gives -0"},
}
