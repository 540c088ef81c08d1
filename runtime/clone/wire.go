package clone

import (
	"github.com/lariatjs/lariat/runtime/fault"
)

// Wire turns messages into bytes and back, for the pipe to another process and for the network. The bytes are exact:
// strings with half surrogate pairs, -0, cycles and shared references arrive as they were. They are about as long as
// JSON would be, and buffers lie in them as they are.
//
// Shared Go objects (locks, channels, counters) cannot leave the process. What can be told in a few strings, Pack tells.
type Wire struct {
	// Pack describes a handle so that Unpack makes an equal one in another process; ok is false for one that cannot leave
	// this process. Both may be nil.
	Pack func(handle any) (kind string, parts []string, ok bool)
	// Unpack is given what Pack returned, or what somebody else has sent in its name.
	Unpack func(kind string, parts []string) (handle any, err error)
}

// The first two bytes: a mark that no text begins with, and the version of what follows.
const (
	wireMark    = 0xCE
	wireVersion = 1
)

// A node begins with its tag. Numbers from 0 to 127 are tags themselves. Lengths and counts are unsigned varints.
const (
	tagUndefined = iota
	tagNull
	tagFalse
	tagTrue
	tagInteger  // signed varint
	tagNumber   // 8 bytes, little endian
	tagPositive // BigInt: length, bytes, big endian
	tagNegative
	tagASCII  // length, bytes
	tagLatin  // the same, for code units below 256
	tagUTF16  // number of code units, two bytes each, little endian
	tagRef    // number of an object that came before, among those that are marked as shared
	tagObject // count, then key and value in turn
	tagNamed  // the same, the keys being string nodes
	tagArray  // count, items
	tagSparse // length, then as tagObject
	tagSparseNamed
	tagMap
	tagSet
	tagError          // class, count, then key, enumerable, value in turn
	tagBoxed          // a primitive
	tagDate           // a number
	tagRegExp         // source, flags
	tagBuffer         // length, bytes
	tagOwned          // the same, to be handed over to who decodes it
	tagView           // class, offset, length, buffer
	tagPacked         // kind, count, parts
	tagShared  = 0x40 // added to the tag of an object that others refer to
	tagSmall   = 0x80 // added to a number from 0 to 127
	maxKeyText = 64   // longer keys are not remembered
)

// Append appends the bytes of a message to b. Buffers that the message hands over are taken, as by Decode, unless it
// fails. The error is a fault.Clone that names the object which cannot leave the process by its path.
func (w *Wire) Append(b []byte, m *Message) ([]byte, error) {
	out := wireWriter{Wire: w, b: append(b, wireMark, wireVersion), numbers: make([]int, m.shared)}
	err := out.message(m)
	if err != nil {
		for _, n := range out.taken {
			n.taken.Store(false)
		}
		return b, finish(err)
	}
	return out.b, nil
}

// Read returns the message whose bytes data consists of. Nothing of data is kept. The bytes may come from anybody: what
// is not well formed is refused, and memory is allocated for no more than what has arrived.
func (w *Wire) Read(data []byte) (*Message, error) {
	in := wireReader{Wire: w, data: data, m: &Message{}}
	if len(data) < 2 || data[0] != wireMark {
		return nil, fault.Clone.New("the bytes are not a message")
	}
	if data[1] != wireVersion {
		return nil, fault.Clone.New("the message has version %d; this side reads version %d", data[1], wireVersion)
	}
	in.data = data[2:]
	in.message()
	if in.err != nil {
		return nil, in.err
	}
	return in.m, nil
}
