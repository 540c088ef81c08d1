package node

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Machine is what the system tells of the whole machine; zero is what it does not tell.
type Machine struct {
	Uptime      float64 // in seconds
	Loads       [3]float64
	Total, Free float64 // of memory, in bytes
}

// MachineNow asks the system.
func MachineNow() (m Machine) {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return m
	}
	unit := float64(info.Unit)
	m = Machine{Uptime: float64(info.Uptime), Total: float64(info.Totalram) * unit, Free: float64(info.Freeram) * unit}
	for i, load := range info.Loads {
		m.Loads[i] = float64(load) / (1 << 16)
	}
	if n := available(); n > 0 {
		m.Free = n
	}
	return m
}

// available is the memory that programs can have, which is more than what lies idle; 0 if it is not told.
func available() float64 {
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "MemAvailable:"); ok {
			n, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "kB")), 64)
			return n * 1024
		}
	}
	return 0
}
