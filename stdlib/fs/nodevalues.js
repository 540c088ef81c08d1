// The values that the calls of "node:fs" take and give: Stats, Dirent, flags, file descriptors and the constants, as Node
// v20 has them (https://nodejs.org/docs/latest-v20.x/api/fs.html).
(function (host, errors) {
  "use strict";
  const { hidden, invalidType } = errors;
  const system = host.constants();
  const { S_IFMT, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK, S_IFIFO, S_IFLNK, S_IFSOCK } = system;

  const constants = Object.assign({ __proto__: null }, system, {
    F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1,
    COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4,
    UV_FS_COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2, UV_FS_COPYFILE_FICLONE_FORCE: 4,
    UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4, UV_DIRENT_SOCKET: 5,
    UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7,
  });

  // kinds are the questions that Stats and Dirent answer, with the bits of the mode and the type of an entry.
  const kinds = {
    isDirectory: [S_IFDIR, constants.UV_DIRENT_DIR], isFile: [S_IFREG, constants.UV_DIRENT_FILE],
    isBlockDevice: [S_IFBLK, constants.UV_DIRENT_BLOCK], isCharacterDevice: [S_IFCHR, constants.UV_DIRENT_CHAR],
    isSymbolicLink: [S_IFLNK, constants.UV_DIRENT_LINK], isFIFO: [S_IFIFO, constants.UV_DIRENT_FIFO],
    isSocket: [S_IFSOCK, constants.UV_DIRENT_SOCKET],
  };
  const times = ["atime", "mtime", "ctime", "birthtime"];

  const date = (ms) => new Date(Math.round(Number(ms)));

  // A function and not a class, as in Node: packages make Stats of their own without new.
  function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
    this.dev = dev;
    this.mode = mode;
    this.nlink = nlink;
    this.uid = uid;
    this.gid = gid;
    this.rdev = rdev;
    this.blksize = blksize;
    this.ino = ino;
    this.size = size;
    this.blocks = blocks;
    this.atimeMs = atimeMs;
    this.mtimeMs = mtimeMs;
    this.ctimeMs = ctimeMs;
    this.birthtimeMs = birthtimeMs;
    this.atime = date(atimeMs);
    this.mtime = date(mtimeMs);
    this.ctime = date(ctimeMs);
    this.birthtime = date(birthtimeMs);
  }

  // BigIntStats are Stats in bigints, with times in nanoseconds too.
  function BigIntStats(...fields) {
    const nanoseconds = fields.splice(10, 4);
    Reflect.apply(Stats, this, [...fields, ...nanoseconds.map((n) => n / 1_000_000n)]);
    times.forEach((time, i) => {
      this[`${time}Ns`] = nanoseconds[i];
    });
  }

  class Dirent {
    #type;
    constructor(name, type, path) {
      this.name = name;
      this.parentPath = path;
      this.path = path;
      this.#type = type;
    }
    static is(entry, type) {
      return entry.#type === type;
    }
  }
  const isType = Dirent.is;
  delete Dirent.is;

  for (const [question, [bits, type]] of Object.entries(kinds)) {
    for (const Class of [Stats, BigIntStats]) {
      hidden(Class.prototype, question, {
        [question]() {
          return (Number(this.mode) & S_IFMT) === bits;
        },
      }[question]);
    }
    hidden(Dirent.prototype, question, {
      [question]() {
        return isType(this, type);
      },
    }[question]);
  }

  // statsOf makes Stats of what the host gives: ten numbers, and then seconds and nanoseconds of the four times.
  const statsOf = (f, options) => {
    if (options?.bigint) {
      const nanoseconds = (i) => BigInt(f[i]) * 1_000_000_000n + BigInt(f[i + 1]);
      return new BigIntStats(...f.slice(0, 10).map(BigInt), nanoseconds(10), nanoseconds(12), nanoseconds(14), nanoseconds(16));
    }
    const milliseconds = (i) => f[i] * 1000 + f[i + 1] / 1e6;
    return new Stats(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9],
      milliseconds(10), milliseconds(12), milliseconds(14), milliseconds(16));
  };

  // words are the flags of open that the host knows; Node has other spellings of some.
  const words = { __proto__: null };
  for (const word of ["r", "rs", "r+", "rs+", "w", "wx", "w+", "wx+", "a", "ax", "as", "a+", "ax+", "as+"]) words[word] = word;
  Object.assign(words, { sr: "rs", "sr+": "rs+", xw: "wx", "xw+": "wx+", xa: "ax", "xa+": "ax+", sa: "as", "sa+": "as+" });

  // flagsOf reads flags: a word, or a number that has one.
  const flagsOf = (value, name = "flags") => {
    if (value === undefined || value === null) return "r";
    const word = typeof value === "number" ? wordOf(value) : typeof value === "string" ? words[value] : undefined;
    if (word !== undefined) return word;
    if (typeof value !== "number" && typeof value !== "string") throw invalidType(name, "one of type string or number", value);
    throw errors.invalidValue(name, value);
  };

  const wordOf = (flags) => {
    const has = (bits) => (flags & bits) === bits;
    const both = has(constants.O_RDWR) ? "+" : "";
    const exclusive = has(constants.O_CREAT | constants.O_EXCL) ? "x" : "";
    if (has(constants.O_APPEND | constants.O_CREAT)) return `a${exclusive}${both}`;
    if (has(constants.O_CREAT | constants.O_TRUNC) || exclusive) return `w${exclusive}${both}`;
    if (has(constants.O_CREAT) || has(constants.O_TRUNC) || has(constants.O_APPEND)) return undefined;
    if (has(constants.O_WRONLY)) return undefined;
    return `r${both}`;
  };

  // files are the open files by descriptor. The first three are the standard streams, which are no files of the host.
  const files = new Map();
  const kFile = Symbol("kFile");

  const addFile = (file) => {
    let fd = 3;
    while (files.has(fd)) fd++;
    files.set(fd, file);
    return fd;
  };

  // isFile tells whether a value stands for an open file: a descriptor or a FileHandle.
  const isFile = (value) => typeof value === "number" || value?.[kFile] !== undefined;

  // fileOf finds the file of a descriptor or a FileHandle.
  const fileOf = (value, syscall) => {
    const handle = value?.[kFile];
    if (handle !== undefined) return handle;
    if (typeof value !== "number") throw invalidType("fd", "of type number", value);
    errors.checkInteger(value, "fd", 0, 2 ** 31 - 1);
    const file = files.get(value);
    if (file === undefined) {
      throw Object.assign(new Error(`EBADF: bad file descriptor, ${syscall}`), { errno: -9, code: "EBADF", syscall });
    }
    return file;
  };

  return { BigIntStats, Dirent, Stats, addFile, constants, fileOf, files, flagsOf, isFile, kFile, statsOf };
})
