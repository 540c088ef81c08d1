package fs

import "context"

// Batches gives the items of a stream several at a time: those that are there, up to a count. Nobody else may take
// from the stream meanwhile.
type Batches[T any] struct {
	stream *Stream[T]
	count  int
}

// Batches returns what gives up to count items at a time.
func (s *Stream[T]) Batches(count int) *Batches[T] { return &Batches[T]{s, max(count, 1)} }

// Next gives the next batch, for whose first item alone it waits. An error is given behind the items before it.
func (b *Batches[T]) Next(ctx context.Context, done func(items []T, more bool, err error)) {
	b.stream.Next(ctx, func(first T, more bool, err error) {
		if !more || err != nil {
			done(nil, more, err)
			return
		}
		done(b.take(first), true, nil)
	})
}

func (b *Batches[T]) take(first T) []T {
	b.stream.mu.Lock()
	defer b.stream.mu.Unlock()
	ahead := len(b.stream.ahead.items) - b.stream.head
	items := append(make([]T, 0, min(b.count, ahead+1)), first)
	for len(items) < b.count && b.stream.head < len(b.stream.ahead.items) {
		item, _, _ := b.stream.take()
		items = append(items, item)
	}
	return items
}

// Close ends the stream.
func (b *Batches[T]) Close() { b.stream.Close() }
