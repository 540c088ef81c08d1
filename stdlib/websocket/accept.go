package websocket

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	ws "github.com/coder/websocket"

	"github.com/lariatjs/lariat/runtime/fault"
)

// Check says why a request does not ask for a WebSocket, or cannot have one.
func Check(r *http.Request) error {
	lists := func(name, token string) bool {
		return slices.ContainsFunc(words(r.Header.Values(name)), func(w string) bool { return strings.EqualFold(w, token) })
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(r.Header.Get("Sec-Websocket-Key")))
	switch {
	case r.ProtoMajor != 1:
		return fault.NotSupported.New("a WebSocket needs a request of HTTP/1.1, got %s", r.Proto)
	case r.Method != http.MethodGet:
		return fault.Type.New("a WebSocket begins with a GET request, got %s", r.Method)
	case !lists("Upgrade", "websocket"):
		return fault.Type.New(`the request does not ask for a WebSocket: its header "upgrade" must contain "websocket", got %q`,
			r.Header.Get("Upgrade"))
	case !lists("Connection", "upgrade"):
		return fault.Type.New(`the request does not ask for a WebSocket: its header "connection" must contain "upgrade", got %q`,
			r.Header.Get("Connection"))
	case r.Header.Get("Sec-Websocket-Version") != "13":
		return fault.Type.New(`the header "sec-websocket-version" must be 13, got %q`, r.Header.Get("Sec-Websocket-Version"))
	case err != nil || len(key) != 16:
		return fault.Type.New(`the header "sec-websocket-key" must be 16 bytes in base64, got %q`, r.Header.Get("Sec-Websocket-Key"))
	}
	return nil
}

// Offered lists the protocols that a client speaks.
func Offered(r *http.Request) []string { return words(r.Header.Values("Sec-Websocket-Protocol")) }

// words takes a header apart that is a list.
func words(values []string) (list []string) {
	for _, v := range values {
		for w := range strings.SplitSeq(v, ",") {
			if w = strings.TrimSpace(w); w != "" {
				list = append(list, w)
			}
		}
	}
	return list
}

// Upgrade is the answer to a request that becomes a WebSocket: what a server does instead of writing a response.
type Upgrade struct {
	socket   *Socket
	protocol string
	idle     time.Duration
	began    func()
}

// Begin says that the answer is on its way. It is for the loop goroutine of the handler.
func (u *Upgrade) Begin() { u.began() }

// Take answers the request and reads the connection to its end.
func (u *Upgrade) Take(w http.ResponseWriter, r *http.Request) {
	u.socket.taken.Store(true)
	// The request's own goroutine is the one that reads. Who may connect is for the handler to say: it has the Origin.
	conn, err := ws.Accept(w, r, &ws.AcceptOptions{
		Subprotocols: words([]string{u.protocol}), InsecureSkipVerify: true, CompressionMode: ws.CompressionNoContextTakeover,
	})
	if err != nil {
		u.socket.over(End{Code: abnormal, Err: fault.Network.New("the client cannot be answered: %w", err)})
		return
	}
	u.socket.run(conn, w.Header().Get("Sec-Websocket-Extensions"), u.idle)
}

// Leave says goodbye, because the server is closed.
func (u *Upgrade) Leave() { u.socket.Close(goingAway, "the server was closed") }

// Kill breaks the connection off.
func (u *Upgrade) Kill() { u.socket.Kill(fault.Aborted.New("the server was closed")) }

// Close gives up an answer that nobody sends any more.
func (u *Upgrade) Close() error {
	u.socket.over(End{Code: abnormal, Err: fault.Aborted.New("the client has left")})
	return nil
}
