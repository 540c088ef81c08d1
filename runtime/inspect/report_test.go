package inspect_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/inspect"
)

var codes = strings.NewReplacer("\x1b[31m", "<r>", "\x1b[32m", "<g>", "\x1b[2m", "<f>", "\x1b[39m", "</>", "\x1b[22m", "</>")

func TestReportsArePainted(t *testing.T) {
	const text = `/x/a.js:2:7
  1 | const a = 1;
> 2 | throw new TypeError("TypeError: no");
    |       ^

Uncaught TypeError: it is
Error: another line
    at /x/a.js:2:7
    at Error (/x/b.js:1:1) {
  [cause]: RangeError: beneath
      at /x/c.js:1:1
}
AssertionError [ERR_ASSERTION]: they differ:
+ actual - expected

    same
+   1
-   2
    at /x/a.js:3:1`
	const want = `/x/a.js:2:7
<f>  1 | </>const a = 1;
<r>></> 2 | throw new TypeError("TypeError: no");
    |       <r>^</>

<r>Uncaught</> TypeError: it is
Error: another line
<f>    at /x/a.js:2:7</>
<f>    at Error (/x/b.js:1:1) {</>
  [cause]: RangeError: beneath
<f>      at /x/c.js:1:1</>
}
<r>AssertionError [ERR_ASSERTION]</>: they differ:
<g>+ actual</> <r>- expected</>

    same
<g>+   1</>
<r>-   2</>
<f>    at /x/a.js:3:1</>`
	painted := inspect.PaintReport(text)
	if got := codes.Replace(painted); got != want {
		t.Errorf("got\n%s", got)
	}
	if plain := regexp.MustCompile(`\x1b\[\d+m`).ReplaceAllString(painted, ""); plain != text {
		t.Errorf("without colors it is\n%s", plain)
	}
	if inspect.PaintReport("") != "" || inspect.Green.Paint("") != "" {
		t.Error("nothing is painted")
	}
}
