package worker

// queue holds tasks that wait: a heap by rank, first come first served among equals, and beside it the order in
// which they came. All operations take logarithmic time, so that a hundred thousand tasks are cheap.
type queue struct {
	heap          []*Task
	oldest, newer *Task // ends of the list by age
}

func (q *queue) len() int { return len(q.heap) }

// first is the task whose turn it is, or nil.
func (q *queue) first() *Task {
	if len(q.heap) == 0 {
		return nil
	}
	return q.heap[0]
}

// before says which of two tasks goes first. Every task ages at the same speed, so who came earlier is as far
// ahead at any time: the rank needs no clock.
func before(a, b *Task) bool {
	if a.rank != b.rank {
		return a.rank > b.rank
	}
	return a.seq < b.seq
}

func (q *queue) push(t *Task) {
	t.index = len(q.heap)
	q.heap = append(q.heap, t)
	q.up(t.index)
	if t.prev = q.newer; t.prev != nil {
		t.prev.next = t
	} else {
		q.oldest = t
	}
	q.newer = t
}

func (q *queue) remove(t *Task) {
	last := len(q.heap) - 1
	i := t.index
	q.swap(i, last)
	q.heap[last] = nil
	q.heap = q.heap[:last]
	if i < last && !q.up(i) {
		q.down(i)
	}
	if last < cap(q.heap)/4 && cap(q.heap) > 1024 {
		q.heap = append(make([]*Task, 0, cap(q.heap)/2), q.heap...)
	}
	if t.prev != nil {
		t.prev.next = t.next
	} else {
		q.oldest = t.next
	}
	if t.next != nil {
		t.next.prev = t.prev
	} else {
		q.newer = t.prev
	}
	t.prev, t.next = nil, nil
}

func (q *queue) swap(i, j int) {
	h := q.heap
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (q *queue) up(i int) (moved bool) {
	for i > 0 {
		parent := (i - 1) / 2
		if !before(q.heap[i], q.heap[parent]) {
			break
		}
		q.swap(i, parent)
		i, moved = parent, true
	}
	return moved
}

func (q *queue) down(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q.heap); child++ {
			if before(q.heap[child], q.heap[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		q.swap(i, least)
		i = least
	}
}
