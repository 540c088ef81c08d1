package process_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/fault"
)

func pid() int { return os.Getpid() }

// pieces is an input that comes in pieces.
func pieces(texts ...string) io.Reader {
	readers := make([]io.Reader, len(texts))
	for i, text := range texts {
		readers[i] = strings.NewReader(text)
	}
	return io.MultiReader(readers...)
}

// silent is an input that never says anything, until it is closed.
func silent(t *testing.T) io.Reader {
	t.Helper()
	r, w := io.Pipe()
	t.Cleanup(func() { _ = w.Close() })
	return r
}

type torn struct{}

func (torn) Read([]byte) (int, error) { return 0, fault.Closed.New("the line is torn") }

func TestStdin(t *testing.T) {
	for _, c := range []struct {
		name   string
		input  io.Reader
		source string
		want   string
	}{
		{"iteration", pieces("a\n", "b"), `for await (const c of process.stdin) console.log(c)`, "<Buffer 61 0a>\n<Buffer 62>"},
		{"text is not cut", pieces("h\xc3", "\xa9\xe2\x98", "\x83\xf0"), `
			process.stdin.setEncoding("utf8");
			for await (const c of process.stdin) console.log(JSON.stringify(c))`, "\"h\"\n\"é\"\n\"☃\"\n\"\ufffd\""},
		{"another encoding", pieces("\xff\x00"), `
			process.stdin.setEncoding("hex");
			for await (const c of process.stdin) console.log(c)`, "ff00"},
		{
			"data", pieces("a", "b"), `
			process.stdin.on("data", (c) => console.log(c.toString())).on("end", () => console.log("end")).on("close", () => console.log("close"))`,
			"a\nb\nend\nclose",
		},
		{"pausing", pieces("a", "b"), `
			process.stdin.on("data", (c) => {
				console.log(` + "`${c}`" + `, process.stdin.isPaused());
				process.stdin.pause();
				setTimeout(() => { console.log("resume", process.stdin.isPaused()); process.stdin.resume() }, 10);
			})`, "a false\nresume true\nb false\nresume true"},
		{"readable", pieces("a", "b"), `
			process.stdin.on("readable", () => { for (let c; (c = process.stdin.read()) !== null;) console.log(String(c)) });
			process.stdin.on("end", () => console.log("end"))`, "a\nb\nend"},
		{
			"piping", pieces("a", "b\n"), `process.stdin.pipe(process.stdout); process.stdin.on("end", () => console.log("end", process.stdin.readable))`,
			"ab\nend false",
		},
		{"breaking off", pieces("a", "b"), `
			for await (const c of process.stdin) { console.log(c.length); break }
			console.log(process.stdin.destroyed)`, "1\ntrue"},
		{"nobody asks", silent(t), `process.stdin.on("end", () => {}); console.log(process.stdin.fd, process.stdin.isTTY)`, "0 undefined"},
		{"paused for good", silent(t), `process.stdin.on("data", () => {}).pause(); console.log("done")`, "done"},
		{"not waited for", silent(t), `process.stdin.on("data", () => {}).unref(); console.log("done")`, "done"},
		{"a scope ends a wait", silent(t), `
			import { withSignal } from "lariat:task";
			const c = new AbortController();
			Promise.resolve().then(() => c.abort(new Error("enough")));
			try { await withSignal(c.signal, async () => { for await (const c of process.stdin); }) } catch (e) { console.log(e.message) }
			process.stdin.unref()`, "enough"},
		{
			"an error",
			torn{},
			`
			process.stdin.on("data", () => {}).on("error", (e) => console.log(e.name, e.message)).on("close", () => console.log("close"))`,
			"ClosedError the line is torn\nclose",
		},
		{"an error in an iteration", torn{}, `try { for await (const c of process.stdin); } catch (e) { console.log(e.code) }`, "ERR_CLOSED"},
		{"an error of a listener", pieces("a"), `
			process.on("uncaughtException", (e) => console.log("caught", e.message));
			process.stdin.on("data", () => { throw new Error("oops") })`, "caught oops"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := program(t, c.input, c.source)
			if err != nil || got != c.want {
				t.Errorf("%v, got:\n%s\nwant:\n%s", err, got, c.want)
			}
		})
	}
}
