// node:os and node:tty: what they tell depends on the machine, so the cases ask for shapes and for what is refused.
import fs from "node:fs";
import os from "node:os";
import tty from "node:tty";

const shape = (value) => {
  if (Array.isArray(value)) return value.length > 0 ? [shape(value[0])] : [];
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shape(v)]));
  return value === null ? "null" : typeof value;
};
const strings = ["arch", "endianness", "homedir", "hostname", "machine", "platform", "release", "tmpdir", "type", "version"];
const numbers = ["availableParallelism", "freemem", "totalmem", "uptime"];
const colors = (env, count) => {
  const stream = Object.create(tty.WriteStream.prototype);
  return [stream.getColorDepth(env), stream.hasColors(env), ...(count ? [stream.hasColors(count, env)] : [])];
};
const written = (call) => {
  const stream = Object.create(tty.WriteStream.prototype);
  const out = [];
  Object.defineProperty(stream, "write", { value: (text, callback) => (out.push(text, typeof callback), true) });
  out.push(call(stream));
  return out;
};

export const system = [
  ...strings.flatMap((name) => [() => [name, typeof os[name](), os[name].length], () => `${os[name]}` === os[name]()]),
  ...numbers.flatMap((name) => [() => [name, typeof os[name](), os[name]() > 0], () => +os[name] > 0]),
  () => shape(os.cpus()), () => os.cpus().length >= 1, () => Object.getPrototypeOf(os.cpus()[0]) === Object.prototype,
  () => [os.loadavg().length, shape(os.loadavg())], () => [os.EOL, os.devNull], () => Number.isInteger(os.freemem()),
  () => Object.keys(os.userInfo()), () => Object.getPrototypeOf(os.userInfo()), () => shape(os.userInfo({ encoding: "buffer" }).uid), () => Buffer.isBuffer(os.userInfo({ encoding: "buffer" }).username),
  () => Buffer.isBuffer(os.userInfo("buffer").username), () => os.userInfo({ encoding: "hex" }).username === Buffer.from(os.userInfo().username).toString("hex"), () => os.userInfo({ encoding: null }).uid >= 0,
  () => os.userInfo().homedir === os.homedir() || os.userInfo().homedir.length > 0, () => os.uptime() > 1, () => os.totalmem() >= os.freemem(),
  ...["EOL", "devNull", "constants"].map((name) => () => { try { os[name] = "x"; } catch (e) { return e.name; } }), () => { try { os.constants.signals.SIGINT = 5; } catch (e) { return e.name; } }, () => Object.getOwnPropertyDescriptor(os, "EOL"),
  () => [Object.getPrototypeOf(os.constants), Object.getPrototypeOf(os.constants.signals)], () => Object.keys(os.constants),
  () => os.constants.signals, () => os.constants.errno, () => os.constants.priority, () => os.constants.dlopen, () => os.constants.UV_UDP_REUSEADDR,
  () => shape(os.getPriority()), () => os.getPriority(0) === os.getPriority(), () => os.getPriority(process.pid) === os.getPriority(), () => os.getPriority("1"), () => os.getPriority(1.5), () => os.getPriority(2 ** 31),
  () => os.getPriority(-(2 ** 31) - 1), () => os.getPriority(null), () => os.setPriority(), () => os.setPriority("x"), () => os.setPriority(0, 20), () => os.setPriority(0, -21), () => os.setPriority(0, "x"), () => os.setPriority(0, 1.5),
  () => os.setPriority(100), () => os.setPriority(NaN, 1), () => { try { os.getPriority(2 ** 31 - 1); } catch (e) { return [e.name, e.message, e.code, Object.keys(e), e.info]; } },
  () => Object.values(os.networkInterfaces()).flat().every((one) => ["address", "netmask", "family", "mac", "internal", "cidr"].every((key) => key in one)),
  () => os.networkInterfaces().lo?.find((one) => one.family === "IPv4"), () => Object.keys(os.networkInterfaces().lo?.[0] ?? {}), () => os.networkInterfaces.length,

  () => tty.isatty(-1), () => tty.isatty(1e9), () => tty.isatty("0"), () => tty.isatty(1.5), () => tty.isatty(2 ** 31), () => tty.isatty(), () => tty.isatty({}), () => tty.isatty.length,
  () => new tty.ReadStream(-1), () => new tty.WriteStream(-1), () => new tty.ReadStream("x"), () => new tty.WriteStream(2 ** 31), () => new tty.WriteStream(1.5), () => tty.ReadStream.name + tty.WriteStream.name,
  ...[
    {}, { TERM: "dumb" }, { TERM: "xterm" }, { TERM: "xterm-256color" }, { TERM: "xterm", COLORTERM: "truecolor" }, { TERM: "linux" }, { TERM: "vt100" }, { TERM: "foo" }, { COLORTERM: "24bit" }, { COLORTERM: "1" },
    { NO_COLOR: "1", TERM: "xterm" }, { NODE_DISABLE_COLORS: "1", TERM: "xterm" }, { FORCE_COLOR: "0" }, { FORCE_COLOR: "" }, { FORCE_COLOR: "1" }, { FORCE_COLOR: "true" }, { FORCE_COLOR: "2" }, { FORCE_COLOR: "3" },
    { FORCE_COLOR: "9" }, { TMUX: "1" }, { CI: "1" }, { CI: "1", TRAVIS: "1" }, { CI: "1", GITHUB_ACTIONS: "1" }, { CI: "1", CI_NAME: "codeship" }, { TEAMCITY_VERSION: "9.1.0" }, { TEAMCITY_VERSION: "8.0.0" },
    { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.1" }, { TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "2.9" }, { TERM_PROGRAM: "HyperTerm" }, { TERM_PROGRAM: "Hyper" }, { TERM_PROGRAM: "MacTerm" },
    { TERM_PROGRAM: "Apple_Terminal" }, { TERM: "screen" }, { TERM: "screen-256color" }, { TERM: "xterm-kitty" }, { TERM: "eterm" }, { TERM: "mosh" }, { TERM: "rxvt-unicode-24bit" }, { TERM: "terminator" }, { TERM: "con80x25" },
    { TERM: "fail" }, { TERM: "color" }, { TERM: "rxvt" }, { TERM: "ansi" }, { TERM: "direct-x" }, { TF_BUILD: "1", AGENT_NAME: "x" }, { CI: "1", GITLAB_CI: "1" }, { CI: "1", CIRCLECI: "1" }, { CI: "1", BUILDKITE: "1" }, { CI: "1", DRONE: "1" }, { CI: "1", APPVEYOR: "1" },
    { CI: "1", GITEA_ACTIONS: "1" }, { CI: "1", TERM: "xterm-256color" },
  ].map((env) => () => [env, ...colors(env, 257)]),
  () => colors({ TERM: "xterm" }, 16), () => colors({ TERM: "xterm" }, 17), () => colors({ TERM: "xterm" }, "x"), () => colors({ TERM: "xterm" }, 1), () => colors({ TERM: "xterm" }, 1.5),
  () => written((s) => s.clearLine(-1)), () => written((s) => s.clearLine(1)), () => written((s) => s.clearLine(0, () => {})), () => written((s) => s.clearScreenDown()), () => written((s) => s.cursorTo(3)), () => written((s) => s.cursorTo(3, 4, () => {})),
  () => written((s) => s.cursorTo(3, () => {})), () => written((s) => s.cursorTo("x")), () => written((s) => s.cursorTo(NaN)), () => written((s) => s.cursorTo(1, NaN)), () => written((s) => s.moveCursor(-2, 3)), () => written((s) => s.moveCursor(2, -1)),
  () => written((s) => s.moveCursor(0, 0)), () => written((s) => s.clearLine(-1, "x")), () => written((s) => s.cursorTo(1, 2, "x")), () => written((s) => s.moveCursor(1, 1, "x")), () => written((s) => s.clearScreenDown("x")),
  () => fs.existsSync(os.tmpdir()),
];
