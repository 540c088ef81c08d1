package fetch

import "slices"

// forCaches returns the headers with what tells the caches on the way to obey the cache mode of the request: the steps
// of "HTTP-network-or-cache fetch" in https://fetch.spec.whatwg.org. A request that has conditions of its own is not
// stored, for its script keeps what it asks about. What the script has said itself stays.
func (h *Headers) forCaches(mode string) *Headers {
	if mode == "default" && slices.ContainsFunc(conditions(), h.Has) {
		mode = "no-store"
	}
	var added []field
	add := func(key, name, value string) {
		if !h.Has(key) {
			added = append(added, field{key, name, value})
		}
	}
	switch mode {
	case "no-cache":
		add("cache-control", "Cache-Control", "max-age=0")
	case "no-store", "reload":
		add("pragma", "Pragma", "no-cache")
		add("cache-control", "Cache-Control", "no-cache")
	}
	if added == nil {
		return h
	}
	return &Headers{list: append(slices.Clone(h.list), added...)}
}

// conditions are the headers of a request that is answered only if something has changed, or has not.
func conditions() []string {
	return []string{"if-modified-since", "if-none-match", "if-unmodified-since", "if-match", "if-range"}
}
