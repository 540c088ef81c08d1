package executed_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/cmd/lariat/executed"
	"github.com/lariatjs/lariat/runtime/loader"
)

func TestATableAndATracefile(t *testing.T) {
	dir := t.TempDir()
	files := []loader.CoveredFile{
		{Path: filepath.Join(dir, "a.js"), Points: []loader.Point{
			{Line: 1, Function: true, Name: "f", Count: 2},
			{Line: 1, Count: 2},
			{Line: 2, Count: 0},
			{Line: 4, Count: 0},
			{Line: 5, Count: 7},
			{Line: 5, Count: 0},
			{Line: 7, Count: 1},
			{Line: 9, Count: 0},
			{Line: 9, Function: true},
			{Line: 9, Function: true},
			{Line: 10, Function: true, Name: "a,\nb"},
			{Line: 6, Branch: 2, Way: 1, Count: 3},
			{Line: 6, Branch: 2, Way: 0},
			{Line: 3, Branch: 1, Way: 0, Count: 1},
		}},
		{Path: filepath.Join(dir, "types.ts")},
	}
	var table, trace strings.Builder
	executed.Table(&table, dir, files)
	want := "file        statements      branches     functions  lines not run\n" +
		"a.js      42.9 % (3/7)  66.7 % (2/3)  25.0 % (1/4)  2-5, 9\n" +
		"types.ts       - (0/0)       - (0/0)       - (0/0)\n" +
		"all       42.9 % (3/7)  66.7 % (2/3)  25.0 % (1/4)\n"
	if table.String() != want {
		t.Errorf("got\n%s\nwant\n%s", table.String(), want)
	}
	if err := executed.Tracefile(&trace, files); err != nil {
		t.Fatal(err)
	}
	want = "TN:\nSF:" + files[0].Path + "\nFN:1,f\nFN:9,anonymous_9\nFN:9,anonymous_9_2\nFN:10,a__b\nFNDA:2,f\nFNDA:0,anonymous_9\n" +
		"FNDA:0,anonymous_9_2\nFNDA:0,a__b\nFNF:4\nFNH:1\nBRDA:3,0,0,1\nBRDA:6,1,0,0\nBRDA:6,1,1,3\nBRF:3\nBRH:2\nDA:1,2\nDA:2,0\nDA:4,0\nDA:5,7\nDA:7,1\nDA:9,0\nLF:6\nLH:3\nend_of_record\n" +
		"TN:\nSF:" + files[1].Path + "\nFNF:0\nFNH:0\nBRF:0\nBRH:0\nLF:0\nLH:0\nend_of_record\n"
	if trace.String() != want {
		t.Errorf("got\n%s\nwant\n%s", trace.String(), want)
	}
}
