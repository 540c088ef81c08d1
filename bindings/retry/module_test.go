package retry_test

import (
	"testing"

	"github.com/lariatjs/lariat/runtime/runtimetest"
	"github.com/lariatjs/lariat/stdlib"
)

func TestFiles(t *testing.T) { runtimetest.Files(t, stdlib.All()...) }

// What a script does to its globals before it imports the module is nothing to the module.
func TestGlobalsOfTheScript(t *testing.T) {
	out, err := runtimetest.Run(t, `
		globalThis.DOMException = undefined;
		const { retry } = await import("lariat:retry");
		let tries = 0;
		const failing = () => { tries++; throw new Error("once more") };
		const error = await retry(failing, { attempts: 3, backoff: () => 0 }).catch((e) => e);
		console.log(tries, error.message)`, stdlib.All()...)
	if err != nil || out != "3 once more\n" {
		t.Errorf("%q, %v", out, err)
	}
}
