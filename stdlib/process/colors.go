package process

import (
	"regexp"
	goruntime "runtime"
	"slices"
	"strings"

	"github.com/lariatjs/lariat/runtime/lazy"
)

// Depths of color in bits: 2, 16, 256 and 16 million colors.
const (
	noColors   = 1
	fewColors  = 4
	manyColors = 8
	allColors  = 24
)

// terminals are the depths of terminals that do not tell it by their names.
var terminals = lazy.Value[map[string]int]{Make: func() map[string]int {
	return map[string]int{
		"eterm": fewColors, "cons25": fewColors, "console": fewColors, "cygwin": fewColors, "dtterm": fewColors, "gnome": fewColors,
		"hurd": fewColors, "jfbterm": fewColors, "konsole": fewColors, "kterm": fewColors, "mlterm": fewColors, "mosh": allColors,
		"putty": fewColors, "st": fewColors, "rxvt-unicode-24bit": allColors, "terminator": allColors,
	}
}}

// services are the variables by which services that run tests make themselves known; they show many colors.
const services = "APPVEYOR BUILDKITE CIRCLECI DRONE GITHUB_ACTIONS GITLAB_CI TRAVIS"

var (
	colorful = lazy.Value[*regexp.Regexp]{Make: func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^screen|^xterm|^vt100|^vt220|^rxvt|color|ansi|cygwin|linux|^con\d*x\d`)
	}}
	modernTeamCity = lazy.Value[*regexp.Regexp]{Make: func() *regexp.Regexp {
		return regexp.MustCompile(`^(9\.(0*[1-9]\d*)\.|\d{2,}\.)`)
	}}
)

// ColorDepth is how many bits of color a terminal shows, by what the environment says of it.
func ColorDepth(env map[string]string) int {
	if force, ok := env["FORCE_COLOR"]; ok {
		switch force {
		case "", "1", "true":
			return fewColors
		case "2":
			return manyColors
		case "3":
			return allColors
		}
		return noColors
	}
	_, disabled := env["NODE_DISABLE_COLORS"]
	_, none := env["NO_COLOR"]
	switch {
	case disabled || none || env["TERM"] == "dumb":
		return noColors
	case goruntime.GOOS == "windows":
		return allColors
	case env["TMUX"] != "":
		return manyColors
	}
	return depthOf(env)
}

func depthOf(env map[string]string) int {
	if _, ok := env["CI"]; ok {
		for name := range strings.FieldsSeq(services) {
			if _, ok := env[name]; ok {
				return manyColors
			}
		}
		if env["CI_NAME"] == "codeship" {
			return manyColors
		}
		return noColors
	}
	if version, ok := env["TEAMCITY_VERSION"]; ok {
		if modernTeamCity.Get().MatchString(version) {
			return fewColors
		}
		return noColors
	}
	switch env["TERM_PROGRAM"] {
	case "iTerm.app":
		if version := env["TERM_PROGRAM_VERSION"]; version == "" || slices.Contains([]string{"0", "1", "2"}, strings.SplitN(version, ".", 2)[0]) {
			return manyColors
		}
		return allColors
	case "HyperTerm", "MacTerm":
		return allColors
	case "Apple_Terminal":
		return manyColors
	}
	return depthOfTerminal(env["TERM"], env["COLORTERM"])
}

func depthOfTerminal(term, color string) int {
	if color == "truecolor" || color == "24bit" {
		return allColors
	}
	if term != "" {
		if strings.HasPrefix(term, "xterm-256") {
			return manyColors
		}
		term = strings.ToLower(term)
		if depth, ok := terminals.Get()[term]; ok {
			return depth
		}
		if colorful.Get().MatchString(term) {
			return fewColors
		}
	}
	if color != "" {
		return fewColors
	}
	return noColors
}
