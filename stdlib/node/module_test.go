package node_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

func TestNode(t *testing.T) { runtimetest.Recorded(t, stdlib.All()...) }

func TestNewerNode(t *testing.T) { runtimetest.RecordedNewer(t, stdlib.All()...) }
