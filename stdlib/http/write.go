package http

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/lariatjs/lariat/runtime/fault"
	"github.com/lariatjs/lariat/stdlib/fetch"
)

// statusOf is what a client is told of a failure.
func statusOf(err error) int {
	switch {
	case errors.Is(err, fault.Limit):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, fault.Timeout):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// write sends the answer.
func (s *Server) write(w http.ResponseWriter, x *Exchange, a answer) {
	if a.broken {
		panic(http.ErrAbortHandler) //nolint:forbidigo // how net/http is told to break off
	}
	up, sends := x.Body.(*upload)
	if sends {
		defer up.linger()
	}
	if a.err != nil {
		if sends {
			up.finish(w.Header())
		}
		status := statusOf(a.err)
		http.Error(w, http.StatusText(status), status)
		return
	}
	header, reply := w.Header(), a.reply
	if reply.Protocol != nil {
		s.hand(w, x, reply.Protocol)
		return
	}
	reply.Fields(header)
	if reply.Body == nil {
		if sends {
			up.finish(header)
		}
		if reply.Bytes != nil {
			header.Set("Content-Length", strconv.Itoa(len(reply.Bytes)))
		}
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Bytes)
		return
	}
	body := s.own.Depart(x.Request.RemoteAddr, reply.Body, s)
	defer body.Close()
	defer x.whenOver(func() {
		x.leave()
		_ = reply.Body.Close()
	})()
	if sends {
		up.goOn(header)
	}
	if reply.Length >= 0 {
		header.Set("Content-Length", strconv.FormatInt(reply.Length, 10))
	}
	w.WriteHeader(reply.Status)
	if err := pass(w, body, reply.Length < 0 || reply.Live); err != nil {
		if x.Context().Err() != nil {
			x.leave()
		}
		panic(http.ErrAbortHandler) //nolint:forbidigo // how net/http is told: the client must not take half a body for a whole one
	}
	if reply.Trailer != nil {
		for name, values := range reply.Trailer() {
			header[http.TrailerPrefix+name] = values
		}
	}
}

// hand gives the connection to another protocol until that has done.
func (s *Server) hand(w http.ResponseWriter, x *Exchange, p fetch.Protocol) {
	s.mu.Lock()
	s.protocols[p] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.protocols, p)
	}()
	if s.closing.Load() {
		_ = p.Close()
		return
	}
	defer context.AfterFunc(x.Context(), x.leave)()
	p.Take(w, x.Request)
}

// leaveProtocols asks all other protocols to end, or kills them.
func (s *Server) leaveProtocols(end func(fetch.Protocol)) {
	s.mu.Lock()
	all := slices.Collect(maps.Keys(s.protocols))
	s.mu.Unlock()
	for _, p := range all {
		end(p)
	}
}

// pass copies a body; with flush it is sent as it comes.
func pass(w http.ResponseWriter, body io.Reader, flush bool) error {
	if !flush {
		_, err := io.Copy(w, body)
		return err
	}
	control := http.NewResponseController(w)
	if err := control.Flush(); err != nil {
		return err
	}
	buffer := make([]byte, 32<<10)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			if _, err := w.Write(buffer[:n]); err != nil {
				return err
			}
			if err := control.Flush(); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
