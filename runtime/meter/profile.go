package meter

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"runtime/pprof"
	"strings"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Use is what has been allocated under a number, in bytes.
type Use struct {
	// Held is what of it is alive. What was allocated while the garbage was collected counts, be it garbage or not.
	Held int64
	// Allocated is all of it since the process began.
	Allocated int64
}

// Uses returns the use of memory of each number, as of the last finished garbage collection. It takes some milliseconds.
func Uses() (uses map[int]Use, err error) {
	var packed bytes.Buffer
	if err := pprof.Lookup("heap").WriteTo(&packed, 0); err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(&packed)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	return read(b)
}

// The fields of the messages of a profile, as profile.proto of pprof has them.
const (
	profileSampleType, profileSample, profileLocation, profileFunction, profileString = 1, 2, 4, 5, 6

	typeName                                       = 1
	sampleLocations, sampleValues                  = 1, 2
	locationID, locationLine                       = 1, 4
	lineFunction, functionID, functionStringOfName = 1, 1, 2
)

// profile is what there is to know of one.
type profile struct {
	types     []uint64 // their names
	samples   [][]byte
	functions map[uint64]uint64 // of a location: the outermost
	names     map[uint64]uint64 // of a function
	strings   []string
}

// read adds up the samples of a profile.
func read(b []byte) (map[int]Use, error) {
	p := profile{functions: map[uint64]uint64{}, names: map[uint64]uint64{}}
	err := fields(b, func(field int, n uint64, data []byte) error {
		switch field {
		case profileSampleType:
			return fields(data, func(field int, n uint64, _ []byte) error {
				if field == typeName {
					p.types = append(p.types, n)
				}
				return nil
			})
		case profileSample:
			p.samples = append(p.samples, data)
		case profileLocation:
			return p.location(data)
		case profileFunction:
			return p.function(data)
		case profileString:
			p.strings = append(p.strings, string(data))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p.sum()
}

// location remembers the function of a location. Those of this package are never inlined, so they stand alone.
func (p *profile) location(b []byte) error {
	var id, function uint64
	err := fields(b, func(field int, n uint64, data []byte) error {
		switch field {
		case locationID:
			id = n
		case locationLine:
			return fields(data, func(field int, n uint64, _ []byte) error {
				if field == lineFunction {
					function = n
				}
				return nil
			})
		}
		return nil
	})
	p.functions[id] = function
	return err
}

func (p *profile) function(b []byte) error {
	var id, name uint64
	err := fields(b, func(field int, n uint64, _ []byte) error {
		switch field {
		case functionID:
			id = n
		case functionStringOfName:
			name = n
		}
		return nil
	})
	p.names[id] = name
	return err
}

// prefix is how the names of the digits begin.
const prefix = "github.com/lariatjs/lariat/runtime/meter.digit"

// sum adds up what is in use, and what was allocated, by number.
func (p *profile) sum() (map[int]Use, error) {
	inUse, allocated := -1, -1
	for i, name := range p.types {
		switch p.text(name) {
		case "inuse_space":
			inUse = i
		case "alloc_space":
			allocated = i
		}
	}
	digit := map[uint64]int{}
	for location, function := range p.functions {
		if d, ok := strings.CutPrefix(p.text(p.names[function]), prefix); ok && len(d) == 1 {
			digit[location] = int(d[0] - '0')
		}
	}
	uses := map[int]Use{}
	for _, sample := range p.samples {
		n, worth, seen := 0, 1, 0
		var use Use
		at := 0
		err := fields(sample, func(field int, v uint64, data []byte) error {
			return each(v, data, func(v uint64) {
				switch field {
				case sampleLocations: // innermost first
					if d, ok := digit[v]; ok && seen < places {
						n, worth, seen = n+d*worth, worth*base, seen+1
					}
				case sampleValues:
					switch at {
					case inUse:
						use.Held = int64(v)
					case allocated:
						use.Allocated = int64(v)
					}
					at++
				}
			})
		})
		if err != nil {
			return nil, err
		}
		if seen == places {
			sum := uses[n]
			uses[n] = Use{sum.Held + use.Held, sum.Allocated + use.Allocated}
		}
	}
	return uses, nil
}

func (p *profile) text(i uint64) string {
	if i < uint64(len(p.strings)) {
		return p.strings[i]
	}
	return ""
}

// fields calls f for each field of a protocol buffer, with its number, or with its bytes.
func fields(b []byte, f func(field int, n uint64, data []byte) error) error {
	for len(b) > 0 {
		tag, k := binary.Uvarint(b)
		if k <= 0 {
			return errBroken()
		}
		n, m := binary.Uvarint(b[k:])
		if m <= 0 {
			return errBroken()
		}
		b = b[k+m:]
		var data []byte
		switch tag & 7 {
		case 0:
		case 2:
			if n > uint64(len(b)) {
				return errBroken()
			}
			data, b = b[:n:n], b[n:]
		default:
			return errBroken()
		}
		if err := f(int(tag>>3), n, data); err != nil {
			return err
		}
	}
	return nil
}

// each calls f for the numbers of a field, which are packed if there are several.
func each(n uint64, data []byte, f func(uint64)) error {
	if data == nil {
		f(n)
		return nil
	}
	for len(data) > 0 {
		v, k := binary.Uvarint(data)
		if k <= 0 {
			return errBroken()
		}
		f(v)
		data = data[k:]
	}
	return nil
}

func errBroken() error { return fault.Internal.New("the heap profile of Go cannot be read") }
