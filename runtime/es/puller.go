package es

import "github.com/dop251/goja"

// Puller asks an async iterator for its items as for-await does, for a native: without a promise where no script would see
// it. What it is about may be any object with a next method.
type Puller struct {
	realm  *asyncRealm
	loop   loop
	answer func(v goja.Value, done bool, thrown goja.Value)
}

// NewPuller makes a Puller of an iterator. answer gets each item, the end, or what was thrown, in a job of its own.
func (r *Realm) NewPuller(it *goja.Object, answer func(v goja.Value, done bool, thrown goja.Value)) *Puller {
	return &Puller{realm: r.async, loop: loop{Value: goja.Undefined(), it: r.async.openObject(it)}, answer: answer}
}

// Pull asks for the next item, once the one before has come. What next throws at once comes back, and no answer follows.
func (p *Puller) Pull() (thrown goja.Value) {
	r := p.realm
	if it, ok := p.loop.it.(*generatorIterator); ok {
		if w := r.ask(it.generator, goja.Undefined(), &p.loop); w != nil {
			r.attach(w, p, stepAwait)
			return nil
		}
	}
	out, thrown := r.nextOf(p.loop.it)
	if thrown == nil {
		thrown = r.await(out, p, stepAwait)
	}
	return thrown
}

func (p *Puller) settled(_ step, v goja.Value, ok bool) {
	switch {
	case !ok:
		p.answer(nil, false, v)
	case v == goja.Value(&p.loop):
		v, p.loop.value = p.loop.value, nil
		p.answer(v, p.loop.done, nil)
	default:
		p.answer(p.take(v))
	}
}

// take reads an iterator result; the last one has no value that counts.
func (p *Puller) take(v goja.Value) (value goja.Value, done bool, thrown goja.Value) {
	r := p.realm
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false, r.typeError("an iterator result is not an object")
	}
	d, thrown := r.get(o, "done")
	if thrown != nil || d.ToBoolean() {
		return nil, true, thrown
	}
	value, thrown = r.get(o, "value")
	return value, false, thrown
}
