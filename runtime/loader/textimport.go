package loader

import "github.com/lariatjs/lariat/runtime/es"

// import() in text that becomes code while the program runs, as in new Function("s", "return import(s)"), has no
// wrapper to get %import from. A declaration in the global scope, under a name that no script can say, gives it
// one; it is relative to the store's folder, as for code without a file. %stack is declared the same way.

// declareGlobals gives the globals %import and %stack their meaning.
func (l *Loader) declareGlobals() {
	es.Of(l.vm).SetOutside(es.Outside{ImportText: l.importing(&module{base: l.referrerOf("")}), CleanStack: rawOf(l.stackFunction())})
}
