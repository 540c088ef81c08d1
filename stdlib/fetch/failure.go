package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/lariatjs/lariat/runtime/lazy"

	"github.com/lariatjs/lariat/runtime/fault"
)

// failure is why a request has no answer: the cause of ctx, or a TypeError "fetch failed" as Node has it, whose cause
// has Node's code and says which request it was.
func failure(ctx context.Context, err error, o *Outgoing) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return refused(o, explain(err))
}

// bodyFailure is why the body of an answer ends too early.
func bodyFailure(ctx context.Context, err error, o *Outgoing) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return failed("terminated", o.Method, o.URL.Href(), explain(err))
}

func refused(o *Outgoing, err error) error {
	return failed("fetch failed", o.Method, o.URL.Href(), err)
}

// failed makes the error of a request. The message is the one that programs look for; the cause says the rest.
func failed(message, method, href string, err error) error {
	cause, ok := err.(*fault.Error) //nolint:errorlint // the outermost
	if !ok {
		cause = fault.System.New("%s", err)
	}
	told := *cause
	told.Message = fmt.Sprintf("%s (%s %s)", cause.Error(), method, href)
	return &fault.Error{Kind: fault.Network, Message: message, Cause: &told}
}

// plain is a cause with a code.
func plain(code, format string, args ...any) *fault.Error {
	return fault.System.New(format, args...).With("code", code)
}

func mismatch(given string, length int64) error {
	return plain("UND_ERR_REQ_CONTENT_LENGTH_MISMATCH", "the body has %d bytes, but the header Content-Length says %q", length, given)
}

// explain gives an error of the network the shape that Node gives it.
func explain(err error) error {
	var ours *fault.Error
	var dns *net.DNSError
	var number syscall.Errno
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &dns):
		code := "ENOTFOUND"
		if !dns.IsNotFound {
			code = "EAI_AGAIN"
		}
		return plain(code, "getaddrinfo %s %s", code, dns.Name).With("syscall", "getaddrinfo").With("hostname", dns.Name)
	case errors.As(err, &number):
		return system(err, number)
	case errors.Is(err, os.ErrDeadlineExceeded), isTimeout(err):
		return plain("ETIMEDOUT", "connect ETIMEDOUT")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "server closed"):
		return plain("UND_ERR_SOCKET", "other side closed")
	}
	if e := certificate(err); e != nil {
		return e
	}
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "net/http: "), "http: ")
	text = strings.TrimPrefix(text, "HTTP/1.x transport connection broken: ")
	switch {
	case strings.Contains(text, "ContentLength="):
		return plain("UND_ERR_REQ_CONTENT_LENGTH_MISMATCH", "the body does not have as many bytes as the header Content-Length says")
	case strings.Contains(text, "headers exceeded"):
		return plain("UND_ERR_HEADERS_OVERFLOW", "the headers of the answer are too long")
	case strings.Contains(text, "malformed"), strings.Contains(text, "chunk"), strings.Contains(text, "bad Content-Length"):
		return plain("HPE_INVALID", "the answer is no valid HTTP: %s", text)
	}
	return fault.System.New("%s", text)
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// codes are the errors of sockets that scripts ask for.
var codes = lazy.Value[map[syscall.Errno]string]{Make: func() map[syscall.Errno]string {
	return map[syscall.Errno]string{
		syscall.ECONNREFUSED: "ECONNREFUSED", syscall.ECONNRESET: "ECONNRESET", syscall.ECONNABORTED: "ECONNABORTED",
		syscall.EPIPE: "EPIPE", syscall.ETIMEDOUT: "ETIMEDOUT", syscall.EHOSTUNREACH: "EHOSTUNREACH", syscall.ENETUNREACH: "ENETUNREACH",
		syscall.EADDRINUSE: "EADDRINUSE", syscall.EADDRNOTAVAIL: "EADDRNOTAVAIL", syscall.EACCES: "EACCES", syscall.EPERM: "EPERM",
		// The numbers of Windows.
		10013: "EACCES", 10048: "EADDRINUSE", 10049: "EADDRNOTAVAIL", 10051: "ENETUNREACH", 10053: "ECONNABORTED", 10054: "ECONNRESET",
		10060: "ETIMEDOUT", 10061: "ECONNREFUSED", 10065: "EHOSTUNREACH",
		syscall.EMFILE: "EMFILE", syscall.ENFILE: "ENFILE", syscall.EINVAL: "EINVAL", syscall.EAFNOSUPPORT: "EAFNOSUPPORT",
	}
}}

// system is an error of a call to the system: "connect ECONNREFUSED 127.0.0.1:80".
func system(err error, number syscall.Errno) *fault.Error {
	code, ok := codes.Get()[number]
	if !ok {
		code = number.Error()
	}
	e := fault.System.New("%s", code).With("code", code).With("errno", -int(number))
	var op *net.OpError
	if !errors.As(err, &op) {
		return e
	}
	call := map[string]string{"dial": "connect"}[op.Op]
	if call == "" {
		call = op.Op
	}
	e.Message = call + " " + code
	e = e.With("syscall", call)
	if op.Addr != nil && (op.Op == "dial" || op.Op == "listen") {
		e.Message += " " + op.Addr.String()
		if host, port, err := net.SplitHostPort(op.Addr.String()); err == nil {
			n, _ := strconv.Atoi(port)
			e = e.With("address", host).With("port", n)
		}
	}
	return e
}

// SystemError gives an error of opening a listener the shape that Node gives it.
func SystemError(err error) error { return explain(err) }

// certificate names what is wrong with the certificate of a server.
func certificate(err error) error {
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &name):
		return plain("ERR_TLS_CERT_ALTNAME_INVALID", "the certificate is not for this host: %s", strings.TrimPrefix(name.Error(), "x509: "))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return plain("CERT_HAS_EXPIRED", "certificate has expired")
	case errors.As(err, &unknown):
		if unknown.Cert != nil && unknown.Cert.Issuer.String() == unknown.Cert.Subject.String() {
			return plain("DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate")
		}
		return plain("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate")
	case errors.As(err, &record):
		return plain("ERR_SSL_WRONG_VERSION_NUMBER", "the server does not speak TLS: is it http: instead of https:?")
	case errors.As(err, &alert):
		return plain("ERR_SSL_ALERT", "the server has ended the TLS handshake: %s", alert)
	}
	return nil
}
