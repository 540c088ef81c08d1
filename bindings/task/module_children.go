package task

// children are the tasks of a group that have not ended, in the order in which they were spawned. Adding
// and removing take the same time however many there are.
type children struct {
	list []*Task // nil where one has ended
	live int
}

func (c *children) add(t *Task) {
	if len(c.list) > 2*c.live+16 {
		c.compact()
	}
	t.place = len(c.list)
	c.list = append(c.list, t)
	c.live++
}

func (c *children) compact() {
	kept := c.list[:0]
	for _, t := range c.list {
		if t != nil {
			t.place = len(kept)
			kept = append(kept, t)
		}
	}
	clear(c.list[len(kept):])
	c.list = kept
}

func (c *children) remove(t *Task) {
	c.list[t.place] = nil
	if c.live--; c.live == 0 {
		c.list = c.list[:0]
	}
}

// waiting are those that have not begun and end with the group.
func (c *children) waiting() []*Task {
	var out []*Task
	for _, t := range c.list {
		if t != nil && t.state == queued && t.scope.Parent() != nil {
			out = append(out, t)
		}
	}
	return out
}
