// The errors of the system as libuv tells of them: their numbers, names and texts.
(function (host, errors) {
  "use strict";
  const { invalidType, outOfRange } = errors;
  // Each has the number that libuv gives it where the system has none.
  const known = `
-4095 EOF end of file
-4094 UNKNOWN unknown error
-4093 E2BIG argument list too long
-4092 EACCES permission denied
-4091 EADDRINUSE address already in use
-4090 EADDRNOTAVAIL address not available
-4089 EAFNOSUPPORT address family not supported
-4088 EAGAIN resource temporarily unavailable
-4084 EALREADY connection already in progress
-4083 EBADF bad file descriptor
-4082 EBUSY resource busy or locked
-4081 ECANCELED operation canceled
-4080 ECHARSET invalid Unicode character
-4079 ECONNABORTED software caused connection abort
-4078 ECONNREFUSED connection refused
-4077 ECONNRESET connection reset by peer
-4076 EDESTADDRREQ destination address required
-4075 EEXIST file already exists
-4074 EFAULT bad address in system call argument
-4073 EHOSTUNREACH host is unreachable
-4072 EINTR interrupted system call
-4071 EINVAL invalid argument
-4070 EIO i/o error
-4069 EISCONN socket is already connected
-4068 EISDIR illegal operation on a directory
-4067 ELOOP too many symbolic links encountered
-4066 EMFILE too many open files
-4065 EMSGSIZE message too long
-4064 ENAMETOOLONG name too long
-4063 ENETDOWN network is down
-4062 ENETUNREACH network is unreachable
-4061 ENFILE file table overflow
-4060 ENOBUFS no buffer space available
-4059 ENODEV no such device
-4058 ENOENT no such file or directory
-4057 ENOMEM not enough memory
-4056 ENONET machine is not on the network
-4055 ENOSPC no space left on device
-4054 ENOSYS function not implemented
-4053 ENOTCONN socket is not connected
-4052 ENOTDIR not a directory
-4051 ENOTEMPTY directory not empty
-4050 ENOTSOCK socket operation on non-socket
-4049 ENOTSUP operation not supported on socket
-4048 EPERM operation not permitted
-4047 EPIPE broken pipe
-4046 EPROTO protocol error
-4045 EPROTONOSUPPORT protocol not supported
-4044 EPROTOTYPE protocol wrong type for socket
-4043 EROFS read-only file system
-4042 ESHUTDOWN cannot send after transport endpoint shutdown
-4041 ESPIPE invalid seek
-4040 ESRCH no such process
-4039 ETIMEDOUT connection timed out
-4038 ETXTBSY text file is busy
-4037 EXDEV cross-device link not permitted
-4036 EFBIG file too large
-4035 ENOPROTOOPT protocol not available
-4034 ERANGE result too large
-4033 ENXIO no such device or address
-4032 EMLINK too many links
-4031 EHOSTDOWN host is down
-4030 EREMOTEIO remote I/O error
-4029 ENOTTY inappropriate ioctl for device
-4028 EFTYPE inappropriate file type or format
-4027 EILSEQ illegal byte sequence
-4026 EOVERFLOW value too large for defined data type
-4025 ESOCKTNOSUPPORT socket type not supported
-4024 ENODATA no data available
-4023 EUNATCH protocol driver not attached
-3014 EAI_PROTOCOL resolved protocol is unknown
-3013 EAI_BADHINTS invalid value for hints
-3011 EAI_SOCKTYPE socket type not supported
-3010 EAI_SERVICE service not available for socket type
-3009 EAI_OVERFLOW argument buffer overflow
-3008 EAI_NONAME unknown node or service
-3007 EAI_NODATA no address
-3006 EAI_MEMORY out of memory
-3005 EAI_FAMILY ai_family not supported
-3004 EAI_FAIL permanent failure
-3003 EAI_CANCELED request canceled
-3002 EAI_BADFLAGS bad ai_flags value
-3001 EAI_AGAIN temporary failure
-3000 EAI_ADDRFAMILY address family not supported
`;
  const map = new Map();
  for (const line of known.trim().split("\n")) {
    const [, own, name, text] = /^(-\d+) (\w+) (.*)$/.exec(line);
    map.set(name in host.numbers ? -host.numbers[name] : +own, [name, text]);
  }

  function entry(err) {
    if (typeof err !== "number") throw invalidType("err", "of type number", err);
    if (err >= 0 || !Number.isSafeInteger(err)) throw outOfRange("err", "a negative integer", err);
    return map.get(err) ?? Array(2).fill(`Unknown system error ${err}`);
  }
  return {
    getSystemErrorMap: () => map,
    getSystemErrorName: (err) => entry(err)[0],
    getSystemErrorMessage: (err) => entry(err)[1],
  };
})
