package fetch

import "github.com/lariatjs/lariat/runtime/lazy"

// enumerations are the values that members of RequestInit may have.
var enumerations = lazy.Value[map[string][]string]{Make: func() map[string][]string {
	return map[string][]string{
		"mode":        {"same-origin", "no-cors", "cors"},
		"credentials": {"omit", "same-origin", "include"},
		"cache":       {"default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"},
		"redirect":    {"follow", "error", "manual"},
		"referrerPolicy": {
			"", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin",
			"strict-origin-when-cross-origin", "unsafe-url",
		},
		"duplex":   {"half"},
		"priority": {"high", "low", "auto"},
	}
}}
