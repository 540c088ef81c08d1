// Package cputime tells how long the process has kept processors busy, which unlike the clock does not go on while a busy
// machine lets it stand.
package cputime

import "time"

// Used is how much time of processors the process has used so far, 0 where the system does not tell.
func Used() time.Duration {
	user, system := Times()
	return user + system
}
