package runtime_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"github.com/lariatjs/lariat/runtime"
	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/runtime/permit"
)

// resolver answers every question of DNS with an address of this machine, as whoever owns a name may.
func resolver(t *testing.T) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			for {
				var length [2]byte
				if _, err := io.ReadFull(server, length[:]); err != nil {
					return
				}
				query := make([]byte, int(length[0])<<8|int(length[1]))
				if _, err := io.ReadFull(server, query); err != nil {
					return
				}
				if _, err := server.Write(answered(query)); err != nil {
					return
				}
			}
		}()
		t.Cleanup(func() { _ = server.Close() })
		return client, nil
	}}
}

// answered is the answer to a query, with its length: 127.0.0.1 for A, nothing for anything else.
func answered(query []byte) []byte {
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5
	b := append([]byte{}, query[:end]...)
	b[2], b[3] = 0x81, 0x80
	b[6], b[7], b[8], b[9], b[10], b[11] = 0, 0, 0, 0, 0, 0
	if query[end-4] == 0 && query[end-3] == 1 {
		b[7] = 1
		b = append(b, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
	}
	return append([]byte{byte(len(b) >> 8), byte(len(b))}, b...)
}

// A granted name that leads to this machine is not granted there: whoever answers for the name must not choose.
func TestANameThatLeadsToThisMachine(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	was := net.DefaultResolver
	net.DefaultResolver = resolver(t)
	defer func() { net.DefaultResolver = was }()
	dial := func(grants ...string) error {
		set, err := permit.New(permit.Options{Allow: permit.Grants{Net: grants}})
		if err != nil {
			t.Fatal(err)
		}
		rt, err := runtime.New(runtime.WithPermissions(set))
		if err != nil {
			t.Fatal(err)
		}
		defer rt.Close()
		c, err := rt.Network().Dial(t.Context(), "tcp", net.JoinHostPort("rebound.example", port))
		if err == nil {
			_ = c.Close()
		}
		return err
	}
	var refused *fault.Error
	if err := dial("rebound.example"); !errors.As(err, &refused) || refused.Props["resource"] != "127.0.0.1:"+port {
		t.Error(err)
	}
	if err := dial("127.0.0.1"); !errors.As(err, &refused) || refused.Props["resource"] != "rebound.example:"+port {
		t.Error(err)
	}
	for _, grants := range [][]string{{"rebound.example", "127.0.0.1"}, {permit.Any}} {
		if err := dial(grants...); err != nil {
			t.Error(grants, err)
		}
	}
}
