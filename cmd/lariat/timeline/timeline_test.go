package timeline_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lariatjs/lariat/bindings/inspection"
	"github.com/lariatjs/lariat/cmd/lariat/timeline"
	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// hostile is a name that would end the block that it stands in, if names were written as they are.
const hostile = `</script><script>document.title='gone'</script><!-- <img src=x onerror=alert(1)> "'&{{script}}` + "\u2028"

// traced is the trace of a program whose tasks wait for each other, some of them in a worker.
func traced(t *testing.T) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "trace.json")
	_, err := runtimetest.Run(t, fmt.Sprintf(`
		import { startTrace } from "lariat:inspect";
		import { Mutex } from "lariat:lock";
		import { sleep, taskGroup } from "lariat:task";
		import { WorkerPool } from "lariat:worker";
		await using trace = startTrace({ file: %q });
		const db = new Mutex({ name: "db" });
		await using pool = new WorkerPool({ max: 1 });
		await taskGroup((group) => {
			group.spawn({ name: "writer" }, () => db.with(() => sleep(5)));
			group.spawn({ name: %q }, () => db.with(() => sleep(1)));
			group.spawn({ name: "caller" }, () => pool.run(function far() { return 1; }));
		});
	`, file, hostile), stdlib.All()...)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func page(t *testing.T, trace []byte) string {
	t.Helper()
	line, err := timeline.New(`<b>"trace"`, trace)
	if err != nil {
		t.Fatal(err)
	}
	page, err := line.Page()
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

var dataBlock = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)

// The names of a trace are somebody else's: they must not become a part of the page.
func TestPageHoldsHostileNames(t *testing.T) {
	text := page(t, traced(t))
	if n := strings.Count(text, "<script"); n != 2 {
		t.Errorf("the page has %d scripts, want its data and its own", n)
	}
	if strings.Contains(text, "<img") || strings.Contains(text, "<b>") {
		t.Error("a name became a part of the page")
	}
	if !strings.Contains(text, "<title>&lt;b&gt;&#34;trace&#34;</title>") {
		t.Error("the title is not that of the trace")
	}
	block := dataBlock.FindStringSubmatch(text)
	if block == nil || strings.Contains(block[1], "<") {
		t.Fatal("the data is not there, or not whole")
	}
	var data timeline.Timeline
	if err := json.Unmarshal([]byte(block[1]), &data); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(data.Texts, hostile) {
		t.Errorf("the name of the task is not among %q", data.Texts)
	}
}

// Nothing of the page comes from elsewhere, and the browser is told so.
func TestPageNeedsNothingElse(t *testing.T) {
	text := page(t, traced(t))
	if found := regexp.MustCompile(`(?i)\b(src|href)\s*=|url\(|@import|\bimport\b.*\bfrom\b|https?:|fetch\(`).FindString(dataBlock.ReplaceAllString(text, "")); found != "" {
		t.Errorf("the page has %q in it", found)
	}
	if !regexp.MustCompile(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]{43}='"`).MatchString(text) {
		t.Error("the page does not say that it needs nothing")
	}
}

// The data of a page goes through the logic of the page, in lariat itself.
func TestPageTellsWhoWaitedForWhom(t *testing.T) {
	data := dataBlock.FindStringSubmatch(page(t, traced(t)))[1]
	out, err := runtimetest.Run(t, `
		import { lanes, model } from "./layout.js";
		import { describe, summary } from "./report.js";
		const m = model(`+data+`);
		const [waits, locks] = summary(m);
		const who = locks.rows[0].span;
		const { lines } = describe(m, waits.rows[0].span);
		const held = lines.find(({ name }) => name === "held by");
		console.log(locks.rows[0].cells[0], held.text.replace(/\d+/, "N"), m.kinds[m.kind[held.span]]);
		console.log(lines.find(({ name }) => name === "task").text.includes("onerror"));
		const far = describe(m, m.at.findIndex((_, i) => m.kinds[m.kind[i]] === "worker"));
		console.log(far.title, far.lines.some(({ name, text }) => name === "made in" && text === "main"));
		console.log(lanes(m).map((lane) => lane.tasks?.rows.flat().length).join());
	`, stdlib.All()...)
	want := "Mutex \"db\" task \"writer\" (#N) lock\ntrue\nfar true\n4,1\n"
	if err != nil || out != want {
		t.Errorf("printed\n%s%v\nwant\n%s", out, err, want)
	}
}

func TestBrokenTracesAreRefused(t *testing.T) {
	head := `{"otherData":{"format":1},"traceEvents":[`
	for trace, want := range map[string]string{
		"":                             "it is empty",
		"hello":                        "it is not JSON (invalid character 'h'",
		"[1]":                          "it is JSON, but array, not an object",
		"{}":                           `it has no "traceEvents"`,
		`{"traceEvents":[]}`:           "the trace of another program",
		head:                           "it ends too early, after 41 bytes",
		head + `{"ph":"X","ts":"1"}]}`: "traceEvents.ts is string",
		head + `{"ph":"Q"}]}`:          `event 0 is of the phase "Q"`,
		head + `{"ph":"X","cat":"turn","ts":1},{"ph":"X","cat":"y"}]}`: `event 1 is of the category "y"`,
		head + `{"ph":"X","cat":"turn","ts":-1}]}`:                     "event 0 has a time before the beginning",
		`{"otherData":{"format":2},"traceEvents":[]}`:                  "this trace has format 2, and this lariat reads format 1",
	} {
		if _, err := timeline.New("t", []byte(trace)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", trace, err, want)
		}
	}
}

// What a trace says of itself has to be what the page reads.
func TestFormat(t *testing.T) {
	trace := fmt.Sprintf(`{"otherData":{"format":%d,"dropped":3},"traceEvents":[
		{"ph":"b","cat":"wait","name":"lost","tid":7,"ts":1,"id":1},
		{"ph":"e","cat":"wait","name":"never begun","tid":7,"ts":2,"id":9},
		{"ph":"X","cat":"turn","name":"turn","tid":7,"ts":0,"dur":5}]}`, inspection.TraceFormat)
	line, err := timeline.New("t", []byte(trace))
	if err != nil {
		t.Fatal(err)
	}
	if line.Spans() != 2 || line.Dropped != 3 || line.Isolates[0].Name != "isolate 7" {
		t.Errorf("%+v", line)
	}
	if line.Took[1] != 4 || line.Open[1] != 1 {
		t.Errorf("a wait whose end is not there took %v, open %v: it lasts until the trace ends", line.Took, line.Open)
	}
}

// browsers are what a browser that can be asked to show a page may be called.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// TestPageInABrowser loads the page where there is a browser. Where there is none, the tests above are what holds the page:
// they run its logic, and what is left is drawing.
func TestPageInABrowser(t *testing.T) {
	text := page(t, traced(t))
	i := slices.IndexFunc(browsers, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	if i < 0 {
		t.Log("there is no browser here: the page was made, and not shown")
		return
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browsers[i], "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir,
		"--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", "file://"+file+"#writer")
	var dom, log strings.Builder
	cmd.Stdout, cmd.Stderr = &dom, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	shown := regexp.MustCompile(`(?s)<script.*</script>`).ReplaceAllString(dom.String(), "")
	for _, want := range []string{"<h2>Most contended</h2>", `Mutex "db"`, "onerror=alert(1)&gt;", "<dt>isolate</dt><dd>main</dd>", " found", "2 isolates"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not show %s", want)
		}
	}
	if strings.Contains(dom.String(), "<title>gone") || strings.Contains(shown, "<img") {
		t.Error("a name of the trace became a part of the page")
	}
	if complaint := regexp.MustCompile(`.*CONSOLE.*`).FindString(log.String()); complaint != "" {
		t.Errorf("the browser complains: %s", complaint)
	}
}
