package fs

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func TestReadingAndWritingAtAnOffsetLeavesThePosition(t *testing.T) {
	path := file(t, "0123456789")
	f := open(t, path, "r+")
	ctx := context.Background()
	at := func(n int, offset int64) (string, error) {
		b, err := await(func(done func([]byte, error)) { f.ReadAt(ctx, n, offset, done) })
		return string(b), err
	}
	if s, err := read(f, 2); s != "01" || err != nil {
		t.Fatal(s, err)
	}
	if s, err := at(3, 5); s != "567" || err != nil {
		t.Fatal(s, err)
	}
	if s, err := at(8<<20, 8); s != "89" || err != nil {
		t.Fatal(s, err)
	}
	if _, err := at(1, 10); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if n, err := await(func(done func(int, error)) { f.WriteAt(ctx, []byte("XY"), 9, done) }); n != 2 || err != nil {
		t.Fatal(n, err)
	}
	if s, err := read(f, 2); s != "23" || err != nil {
		t.Fatal("the position moved:", s, err)
	}
	if b, err := os.ReadFile(path); string(b) != "012345678XY" || err != nil {
		t.Fatal(string(b), err)
	}
}

func TestABigReadAtAnOffset(t *testing.T) {
	f := open(t, file(t, strings.Repeat("x", 3<<20)), "r")
	b, err := await(func(done func([]byte, error)) { f.ReadAt(context.Background(), 1<<30, 1<<20, done) })
	if len(b) != 2<<20 || cap(b) != 2<<20 || err != nil {
		t.Fatal(len(b), cap(b), err)
	}
}

func TestOffsetsAndCountsAreChecked(t *testing.T) {
	f := open(t, file(t, "x"), "r")
	ctx := context.Background()
	for _, c := range [][2]int{{0, 0}, {-1, 0}, {1, -1}, {1 << 31, 0}} {
		if _, err := await(func(done func([]byte, error)) { f.ReadAt(ctx, c[0], int64(c[1]), done) }); !errors.Is(err, fault.Range) {
			t.Error(c, err)
		}
	}
	if _, err := await(func(done func(int, error)) { f.WriteAt(ctx, nil, -1, done) }); !errors.Is(err, fault.Range) {
		t.Error(err)
	}
	if _, err := await(func(done func(int, error)) { f.WriteAt(ctx, []byte("y"), 0, done) }); !isCode(err, "EBADF") {
		t.Error(err)
	}
}
