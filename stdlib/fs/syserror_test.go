package fs

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

// one drops the first of two results.
func one[T any](_ T, err error) error { return err }

func TestSystemErrorsAreGoErrorsToo(t *testing.T) {
	_, err := disk(t, Options{}).Open(context.Background(), "/no/such", "r", 0)
	wantKind(t, err, os.ErrNotExist)
	wantKind(t, err, syscall.ENOENT)
	wantKind(t, err, fault.System)
	if err := systemError(nil, "open", "x"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, systemError(os.ErrClosed, "read", "x"), fault.Closed)
	wantText(t, systemError(errors.New("odd"), "read", "x"), "UNKNOWN", "UNKNOWN: odd, read 'x'")
	wantText(t, systemError(syscall.EDQUOT, "write", "x"), "EDQUOT", "EDQUOT: disk quota exceeded, write 'x'")
}
