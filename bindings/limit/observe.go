package limit

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// quota is what a server says is left until a time.
type quota struct {
	policy string
	left   int
	until  time.Duration
}

// spend counts a weight that passes at a time against the quotas. A negative weight was not used. The caller holds the
// lock.
func (l *RateLimiter) spend(at time.Duration, weight int) {
	for i := range l.quotas {
		if at < l.quotas[i].until {
			l.quotas[i].left -= weight
		}
	}
}

// Observe learns from a server's answer: header gives the value of a field, or nothing, and wall is the time of day. It
// takes Retry-After of a refusal, in seconds or as a date, and what is left of a quota: the fields RateLimit and
// RateLimit-Policy of the IETF's draft in its forms, and RateLimit-Remaining and -Reset with and without X- before them,
// where the reset is in seconds or the time of day in seconds or milliseconds.
func (l *RateLimiter) Observe(status int, header func(name string) string, wall time.Time) {
	refused := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
	if d, ok := retryAfter(header, wall); ok && status >= http.StatusBadRequest {
		_ = l.PauseFor(d)
		return // it says it all
	}
	limits := structured(header("RateLimit"), header("RateLimit-Policy"))
	if len(limits) == 0 {
		limits = legacy(header, wall)
	}
	l.list.Lock()
	defer l.list.Unlock()
	now := l.now()
	for _, limit := range limits {
		if refused && len(limits) == 1 {
			limit.left = 0
		}
		limit.until += now
		l.learn(now, limit)
	}
	l.serve(now)
}

// slack is by how much two resets of one window may differ: servers round them to seconds.
const slack = 1500 * time.Millisecond

// learn takes one quota. What has passed since the server answered is not in it, but in ours if we know the window: so
// the smaller count is the better one. The caller holds the lock.
func (l *RateLimiter) learn(now time.Duration, limit quota) {
	l.quotas = slices.DeleteFunc(l.quotas, func(q quota) bool { return q.until <= now })
	for i := range l.quotas {
		q := &l.quotas[i]
		if q.policy != limit.policy {
			continue
		}
		if (limit.until - q.until).Abs() <= slack {
			limit.left = min(limit.left, q.left)
			limit.until = max(limit.until, q.until)
		}
		*q = limit
		return
	}
	if limit.until > now {
		l.quotas = append(l.quotas, limit)
	}
}

// retryAfter reads the field of that name. A date is counted from the server's own, if it tells it.
func retryAfter(header func(string) string, wall time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header("Retry-After"))
	if text == "" {
		return 0, false
	}
	if d, ok := seconds(text); ok {
		return d, true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(header("Date")); err == nil {
		wall = date
	}
	return max(at.Sub(wall), 0), true
}

// seconds reads a number of seconds that makes sense as a delay.
func seconds(text string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0) || n > float64(century/time.Second) {
		return 0, false
	}
	return time.Duration(math.Ceil(n * float64(time.Second))), true
}

// century is longer than any delay that makes sense.
const century = 100 * 365 * 24 * time.Hour

// legacy reads the fields of before the draft, and of its first versions.
func legacy(header func(string) string, wall time.Time) []quota {
	for _, prefix := range []string{"RateLimit-", "X-RateLimit-", "X-Rate-Limit-"} {
		left, err := strconv.Atoi(strings.TrimSpace(header(prefix + "Remaining")))
		if err != nil || left < 0 {
			continue
		}
		reset := strings.TrimSpace(header(prefix + "Reset"))
		n, err := strconv.ParseFloat(reset, 64)
		var until time.Duration
		switch {
		case err != nil || !(n >= 0) || n > 1e14:
			continue
		case n > 1e11: // milliseconds since 1970
			until = time.UnixMilli(int64(n)).Sub(wall)
		case n > 1e9: // seconds since 1970
			until = time.Unix(int64(math.Ceil(n)), 0).Sub(wall)
		default:
			until, _ = seconds(reset)
		}
		if until > 0 {
			return []quota{{"", left, until}}
		}
	}
	return nil
}

// structured reads the draft's fields. The recent form is a list of policies, "default";r=50;t=30, and an older one a
// dictionary, limit=100, remaining=50, reset=5. What is malformed is nothing, as the draft wants it.
func structured(field, policies string) (list []quota) {
	old := map[string]string{}
	for _, item := range split(field, ',') {
		parts := split(item, ';')
		if key, value, ok := strings.Cut(parts[0], "="); ok {
			old[strings.TrimSpace(key)] = strings.TrimSpace(value)
			continue
		}
		left, reset := parameters(parts[1:], "r"), parameters(parts[1:], "t")
		if reset == "" {
			reset = window(parts[0], policies)
		}
		if q, ok := makeQuota(unquote(parts[0]), left, reset); ok {
			list = append(list, q)
		}
	}
	if q, ok := makeQuota("", old["remaining"], old["reset"]); ok {
		list = append(list, q)
	}
	return list
}

// window is the length of the window of a policy: the longest time until a quota that does not tell it is reset.
func window(name, policies string) string {
	for _, item := range split(policies, ',') {
		if parts := split(item, ';'); unquote(parts[0]) == unquote(name) {
			return parameters(parts[1:], "w")
		}
	}
	return ""
}

func makeQuota(policy, left, reset string) (quota, bool) {
	n, err := strconv.Atoi(left)
	until, ok := seconds(reset)
	return quota{policy, n, until}, err == nil && n >= 0 && ok && until > 0
}

// parameters is the value of one parameter.
func parameters(list []string, name string) string {
	for _, p := range list {
		if key, value, _ := strings.Cut(p, "="); strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// unquote takes the quotes off a name, which may be a token as well.
func unquote(name string) string { return strings.Trim(strings.TrimSpace(name), `"`) }

// split cuts a field at a separator, but not inside of quotes. An empty field has no parts.
func split(field string, separator byte) (parts []string) {
	if strings.TrimSpace(field) == "" {
		return nil
	}
	quoted, start := false, 0
	for i := 0; i < len(field); i++ {
		switch {
		case quoted && field[i] == '\\':
			i++
		case field[i] == '"':
			quoted = !quoted
		case field[i] == separator && !quoted:
			parts, start = append(parts, strings.TrimSpace(field[start:i])), i+1
		}
	}
	return append(parts, strings.TrimSpace(field[start:]))
}
