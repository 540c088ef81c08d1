// This file is empty on purpose: it lets the compiler accept the functions without a body in async_link.go.
