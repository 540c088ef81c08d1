package compression_test

import (
	"os"
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

func TestNode(t *testing.T) {
	source, err := os.ReadFile("testdata/zlib.mjs")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/zlib.txt")
	if err != nil {
		t.Fatal(err)
	}
	runtimetest.Expect(t, string(source), string(want), stdlib.All()...)
}
