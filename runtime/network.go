package runtime

import (
	"context"
	"crypto/tls"
	"net"
)

// Network is how scripts reach others, and how they are reached: every connection of every module is dialled here, and
// every listener opened. A host puts its own functions in the place of these to refuse, to count or to redirect.
type Network struct {
	// Dial makes a connection; nil means the network of the system.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Listen opens a listener; nil means the network of the system.
	Listen func(ctx context.Context, network, address string) (net.Listener, error)
	// TLS is what connections to others start from, such as the authorities that they trust; nil means the system's.
	// It is not changed.
	TLS *tls.Config
}

// WithNetwork replaces the network of the system.
func WithNetwork(n Network) Option { return func(o *options) { o.network = n } }
