package runtime

import (
	"github.com/lariatjs/lariat/runtime/clone"
	"github.com/lariatjs/lariat/runtime/fault"
)

// Wire returns what turns messages into bytes for another process. Of the objects that isolates of one process share
// only a DOMException can leave it, as a copy.
func Wire() *clone.Wire { return &clone.Wire{Pack: pack, Unpack: unpack} }

func pack(handle any) (kind string, parts []string, ok bool) {
	e, ok := handle.(*exception)
	if !ok {
		return "", nil, false
	}
	return "DOMException", []string{e.name, e.message, e.stack}, true
}

func unpack(kind string, parts []string) (any, error) {
	if kind != "DOMException" || len(parts) != 3 {
		return nil, fault.Clone.New("the message is damaged: an object of kind %q is not known here", kind)
	}
	return &exception{parts[0], parts[1], parts[2]}, nil
}
