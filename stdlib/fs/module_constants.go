package fs

import "github.com/lariatjs/lariat/runtime/bind"

// modeBits are the constants of modes, which are the same everywhere.
var modeBits = []struct {
	name  string
	value int
}{
	{"S_IFMT", 0o170000},
	{"S_IFREG", 0o100000},
	{"S_IFDIR", 0o040000},
	{"S_IFCHR", 0o020000},
	{"S_IFBLK", 0o060000},
	{"S_IFIFO", 0o010000},
	{"S_IFLNK", 0o120000},
	{"S_IFSOCK", 0o140000},
	{"S_IRWXU", 0o700},
	{"S_IRUSR", 0o400},
	{"S_IWUSR", 0o200},
	{"S_IXUSR", 0o100},
	{"S_IRWXG", 0o070},
	{"S_IRGRP", 0o040},
	{"S_IWGRP", 0o020},
	{"S_IXGRP", 0o010},
	{"S_IRWXO", 0o007},
	{"S_IROTH", 0o004},
	{"S_IWOTH", 0o002},
	{"S_IXOTH", 0o001},
}

// openBits are the flags of open that have a word.
var openBits = []struct {
	name  string
	value int
}{
	{"O_RDONLY", 0}, {"O_WRONLY", 1}, {"O_RDWR", 2}, {"O_CREAT", 0o100}, {"O_EXCL", 0o200}, {"O_TRUNC", 0o1000}, {"O_APPEND", 0o2000},
}

// systemConstants makes an object of the constants. Flags are numbered as on Linux everywhere: they only ever come
// back to flagsOf.
func (m *face) systemConstants(*bind.Call) (any, error) {
	obj := m.rt.VM().NewObject()
	for _, list := range [][]struct {
		name  string
		value int
	}{openBits, modeBits} {
		for _, constant := range list {
			_ = obj.Set(constant.name, constant.value)
		}
	}
	return obj, nil
}
