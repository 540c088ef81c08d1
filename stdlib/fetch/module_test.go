package fetch_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// What differs from Node on purpose is not in record.mjs.
func TestNode(t *testing.T) { runtimetest.Recorded(t, stdlib.All()...) }
