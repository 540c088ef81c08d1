// Package test is the module "lariat:test": tests written in JavaScript. They run one after another when
// the file has been loaded; in virtual time an hour of sleep takes microseconds.
package test

import (
	_ "embed"
	"math"
	"strconv"
	"time"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/bind"
)

//go:embed test.d.ts
var types string

// Module is "lariat:test".
var Module = runtime.Module{Name: "lariat:test", Types: types, Load: load}

// defaultTimeout bounds a test that names no timeout, in the time of its clock.
const defaultTimeout = 24 * time.Hour

// realTimeout is the bound in real time.
const realTimeout = 30 * time.Second

// standstill is for how long in real time virtual time may stand still in a test: it does so while a worker runs, and for
// ever if that is in a loop without end.
const standstill = time.Minute

// unseeded is the seed of a test that leaves chance to chance.
const unseeded = math.MinInt

// runner runs the suite of one runtime. Loop goroutine only.
type runner struct {
	rt      *runtime.Runtime
	suite   *suite
	started bool
	waiting bool // for the file to be loaded
	leaks   string
	filter  string // only tests whose names contain it
	times   int    // that a test runs which does not say how often
	file    *group // the outermost one
	group   *group // the one that is being described, or whose test runs
	running bool   // a test or a hook
	// strays are the failures of the test that runs, for what is thrown outside of its function; nil between tests.
	strays *failures
	quiet  func() // lets go of the program's scope, in which tests run
	// stuck ends the running part of a test when the loop has nothing left that could.
	stuck    func()
	resume   func() // ends a freeze
	contexts *bind.Constructor[*testContext]
	shelf    *shelf // once it was needed
	mode     mode   // of snapshots
}

func load(rt *runtime.Runtime) runtime.Exports {
	r := &runner{rt: rt, leaks: "warn", filter: rt.HostEnv("LARIAT_TEST_FILTER"), times: 1}
	r.suite = &suite{out: rt.Stdout(), told: listening(rt).told}
	if n, err := strconv.Atoi(rt.HostEnv("LARIAT_TEST_REPEAT")); err == nil {
		r.times = max(n, 1)
	}
	if leaks := rt.HostEnv("LARIAT_TEST_LEAKS"); leaks != "" {
		r.leaks = leaks
	}
	r.mode = modeOf(rt.HostEnv("LARIAT_TEST_SNAPSHOTS"), rt.HostEnv("CI"))
	r.file = &group{leaks: r.leaks, timeout: defaultTimeout}
	if rt.VirtualClock() == nil {
		r.file.timeout = realTimeout
	}
	r.group = r.file
	r.contexts = r.contextClass()
	idle := rt.Hooks().Idle
	rt.Hooks().Idle = func() {
		switch {
		case r.stuck != nil:
			r.stuck()
		case r.waiting:
			r.begin()
		case idle != nil:
			idle()
		}
	}
	r.catchStrays()
	exports := runtime.Exports{
		"test":     r.variants("test", r.register),
		"describe": r.variants("describe", r.describe),
		"explore":  bind.Func(rt, "explore", 2, r.explore),
	}
	for _, kind := range []string{beforeAll, beforeEach, afterEach, afterAll} {
		exports[kind] = bind.Func(rt, kind, 1, func(c *bind.Call) (any, error) { return nil, r.setHook(c, kind) })
	}
	if assert, err := rt.Exports("node:assert/strict"); err == nil {
		exports["assert"] = assert
	}
	return exports
}
