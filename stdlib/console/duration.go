package console

import (
	"fmt"
	"math"
	"strconv"
)

// duration writes milliseconds as console.time does: "1.5ms", "2.345s", "1:02.500 (m:ss.mmm)".
func duration(ms float64) string {
	const second, minute, hour = 1000, 60 * 1000, 60 * 60 * 1000
	switch {
	case ms >= hour:
		rest := math.Mod(ms, hour)
		return fmt.Sprintf("%d:%02d:%06.3f (h:mm:ss.mmm)", int(ms/hour), int(rest/minute), math.Mod(rest, minute)/second)
	case ms >= minute:
		return fmt.Sprintf("%d:%06.3f (m:ss.mmm)", int(ms/minute), math.Mod(ms, minute)/second)
	case ms >= second:
		return fmt.Sprintf("%.3fs", ms/second)
	}
	return strconv.FormatFloat(math.Round(ms*1000)/1000, 'f', -1, 64) + "ms"
}
