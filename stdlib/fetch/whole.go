package fetch

import (
	"io"

	"github.com/lariatjs/lariat/runtime/fault"
)

// mostWhole is how many bytes of a body are read whole: about what a string can have elsewhere, too. It is less in tests.
var mostWhole int64 = 512 << 20

// trusted is how much memory is made ready because a length was told.
const trusted = 1 << 20

// readWhole reads a body to its end. A negative length is not known; a length that is told is not believed further than
// trusted.
func readWhole(r io.Reader, length int64) ([]byte, error) {
	if length > mostWhole {
		return nil, tooLong()
	}
	if length >= 0 && length <= trusted {
		return readKnown(r, length)
	}
	all, err := io.ReadAll(io.LimitReader(r, mostWhole+1))
	if err == nil && int64(len(all)) > mostWhole {
		return nil, tooLong()
	}
	return all, err
}

// readKnown reads a body that says how long it is, and sees its end, which gives its connection back.
func readKnown(r io.Reader, length int64) ([]byte, error) {
	all := make([]byte, length+1)
	for n := 0; n < len(all); {
		m, err := r.Read(all[n:])
		n += m
		switch err {
		case nil:
		case io.EOF:
			return all[:n], nil
		default:
			return nil, err
		}
	}
	return nil, fault.System.New("the body is longer than it says")
}

func tooLong() error {
	return fault.Limit.New("the body has more than %d bytes, the most that is read whole: read it in pieces, from its stream", mostWhole)
}
