package node

import (
	"cmp"
	"os"
	"os/user"
	goruntime "runtime"
	"strconv"
	"strings"
)

// Home is the home directory, from the environment if that has it.
func Home(env map[string]string) (string, error) {
	name := "HOME"
	if goruntime.GOOS == "windows" {
		name = "USERPROFILE"
	}
	if dir := env[name]; dir != "" {
		return dir, nil
	}
	u, err := user.Current()
	if err != nil {
		return "", err
	}
	return u.HomeDir, nil
}

// Temporary is the folder for temporary files, from the environment if that has it.
func Temporary(env map[string]string) string {
	if goruntime.GOOS == "windows" {
		dir := cmp.Or(env["TEMP"], env["TMP"], cmp.Or(env["SystemRoot"], env["windir"])+`\temp`)
		if len(dir) > 1 && !strings.HasSuffix(dir, `:\`) {
			dir = strings.TrimSuffix(dir, `\`)
		}
		return dir
	}
	dir := cmp.Or(env["TMPDIR"], env["TMP"], env["TEMP"], "/tmp")
	if len(dir) > 1 {
		dir = strings.TrimSuffix(dir, "/")
	}
	return dir
}

// User is who runs the process. Numbers are -1 where the system has none.
type User struct {
	UID, GID          int
	Name, Home, Shell string
}

// CurrentUser looks the user up; the shell comes from the environment.
func CurrentUser(env map[string]string) (User, error) {
	u, err := user.Current()
	if err != nil {
		return User{}, err
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			return -1
		}
		return n
	}
	return User{number(u.Uid), number(u.Gid), u.Username, u.HomeDir, env["SHELL"]}, nil
}

// Hostname is the name of the machine, empty if the system does not tell.
func Hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// constant is a name of a number.
type constant struct {
	name   string
	number int
}
