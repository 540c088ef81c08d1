package fs

import "context"

// defaultCalls is how many calls on paths run at once where nothing else is said. Each of them may hold a thread of the
// operating system and a descriptor; ten thousand of both at a time is more than most systems grant.
const defaultCalls = 64

// enter waits until fewer calls run than may. Leave ends the call. It is for calls that end by themselves: one that
// waits for its caller to do something, perhaps with other files, must not hold a place.
func (d *Disk) enter(ctx context.Context) error {
	select {
	case d.calls <- struct{}{}:
		return nil
	default:
	}
	ended := make(chan struct{})
	stop := afterCancel(ctx, func() { close(ended) })
	defer stop()
	select {
	case d.calls <- struct{}{}:
		return nil
	case <-ended:
		return context.Cause(ctx)
	}
}

func (d *Disk) leave() { <-d.calls }
