package runtime

import (
	"context"
	"net"
	"net/netip"
	"syscall"
	"time"

	"github.com/lariatjs/lariat/runtime/permit"
)

// WithPermissions sets what scripts may do to the world outside of the program. Without it a script has what it was
// given as Go values and no more: the variables of WithEnv, the connections of the functions of WithNetwork, a module
// that holds a Disk; of the files of the system it has the one that Run is told to run.
func WithPermissions(set *permit.Set) Option { return func(o *options) { o.permits = set } }

// Permissions returns what the script may do. Modules ask it before they touch anything outside of the program. Any
// goroutine.
func (rt *Runtime) Permissions() *permit.Set { return rt.opts.permits }

// permit makes up permissions where none were given.
func (o *options) permit() (err error) {
	if o.permits != nil {
		return nil
	}
	allow := permit.Grants{Env: []string{permit.Any}}
	if o.network.Dial != nil || o.network.Listen != nil {
		allow.Net = []string{permit.Any}
	}
	o.permits, err = permit.New(permit.Options{Allow: allow, Dir: o.dir})
	return err
}

// Network returns how the script reaches others. Its functions may be called from any goroutine; they ask for the
// permission, by the name and by the address that it leads to.
func (rt *Runtime) Network() Network {
	n, set := rt.opts.network, rt.opts.permits
	if set.Unrestricted(permit.Net) && set.Unrestricted(permit.Read) && set.Unrestricted(permit.Write) {
		if n.Dial == nil {
			n.Dial = dialer().DialContext
		}
		if n.Listen == nil {
			n.Listen = (&net.ListenConfig{}).Listen
		}
		return n
	}
	g := gate{set, n}
	n.Dial, n.Listen = g.dial, g.listen
	return n
}

func dialer() *net.Dialer { return &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second} }

// gate is a network with somebody at the door.
type gate struct {
	set *permit.Set
	to  Network
}

// allow asks about an address as a script names it, and returns its host.
func (g gate) allow(
	ctx context.Context, network, address string, ask func(ctx context.Context, host string, port int) error,
) (host string, err error) {
	if isLocal(network) {
		if err := g.set.Read(ctx, address); err != nil {
			return "", err
		}
		return "", g.set.Write(ctx, address)
	}
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	port, err := net.DefaultResolver.LookupPort(ctx, network, service)
	if err != nil {
		return "", err
	}
	if host == "" {
		host = "0.0.0.0" // all of this machine's
	}
	return host, ask(ctx, host, port)
}

// isLocal reports whether addresses of a network are files.
func isLocal(network string) bool { return len(network) >= 4 && network[:4] == "unix" }

// check returns what looks at the addresses that a name leads to, right before the system does.
func (g gate) check(host string) func(ctx context.Context, network, address string, c syscall.RawConn) error {
	return func(ctx context.Context, network, address string, _ syscall.RawConn) error {
		if isLocal(network) {
			return nil
		}
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		return g.set.Address(ctx, host, to)
	}
}

// dial makes a connection. Where a name leads is the affair of a Dial that the host has given.
func (g gate) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, err := g.allow(ctx, network, address, g.set.Net)
	switch {
	case err != nil:
		return nil, err
	case g.to.Dial != nil:
		return g.to.Dial(ctx, network, address)
	}
	d := dialer()
	d.ControlContext = g.check(host)
	return d.DialContext(ctx, network, address)
}

// listen opens a listener. A port that the system is to choose is any.
func (g gate) listen(ctx context.Context, network, address string) (net.Listener, error) {
	host, err := g.allow(ctx, network, address, g.set.Listen)
	switch {
	case err != nil:
		return nil, err
	case g.to.Listen != nil:
		return g.to.Listen(ctx, network, address)
	}
	check := g.check(host)
	l := net.ListenConfig{Control: func(network, address string, c syscall.RawConn) error {
		return check(ctx, network, address, c)
	}}
	return l.Listen(ctx, network, address)
}
