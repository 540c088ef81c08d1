package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/lariatjs/lariat/runtime/permit"
)

// quick answers a question while it is printed, and goes on when the answer has been read.
type quick struct {
	in   *terminal
	keys *os.File
}

func (q *quick) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("Allow it?")) {
		q.in.mu.Lock()
		defer q.in.mu.Unlock()
		if _, err := q.keys.WriteString("n\n"); err != nil {
			return 0, err
		}
		q.in.idle.Wait()
	}
	return len(b), nil
}

// TestAnswersAtOnce answers before the question has been printed whole, while a script reads: the answer is the question's.
func TestAnswersAtOnce(t *testing.T) {
	file, keys, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close(); _ = keys.Close() })
	in := newTerminal(file)
	read := make(chan string)
	go func() {
		b := make([]byte, 100)
		n, _ := in.Read(b)
		read <- string(b[:n])
	}()
	in.mu.Lock()
	for !in.busy {
		in.mu.Unlock()
		in.mu.Lock()
	}
	in.mu.Unlock()
	p := &prompter{in: in, out: &quick{in: in, keys: keys}}
	if got := p.ask(context.Background(), permit.Request{Kind: permit.Read, Resource: "/x"}); got != permit.No {
		t.Errorf("the answer is %v, not no", got)
	}
	if _, err := keys.WriteString("for the script\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "for the script\n" {
		t.Errorf("the script reads %q", got)
	}
}

// TestADisplayKeepsWhatIsPrintedForAfterTheAnswer has a program print while a question stands there.
func TestADisplayKeepsWhatIsPrintedForAfterTheAnswer(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/screen")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	var d display
	if d.stream(file) != file {
		t.Error("a file is taken for a terminal")
	}
	s := &displayed{&d, file}
	write := func(text string) {
		if n, err := s.Write([]byte(text)); n != len(text) || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	write("bar\r")
	d.begin(file)
	if !s.Typing() {
		t.Error("nobody is asked")
	}
	write("later\n")
	write(strings.Repeat("x", mostHeld))
	d.end()
	write("end\n")
	got, err := os.ReadFile(file.Name())
	if want := "bar\r\r\x1b[K" + strings.Repeat("x", mostHeld) + "later\nend\n"; err != nil || string(got) != want || s.Typing() {
		t.Errorf("%v, %d bytes", err, len(got))
	}
}
