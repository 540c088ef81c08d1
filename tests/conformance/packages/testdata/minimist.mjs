import minimist from "minimist";

console.log(minimist(["-a", "beep", "-b", "boop", "file", "-x3", "-n5", "-abc", "--beep=boop", "--no-color", "--", "rest", "-q"]));
console.log(minimist(["--port", "8080", "-v", "--name", "0x10", "--list", "1", "--list", "2"], {
  string: ["name"], boolean: ["v"], alias: { v: "verbose", p: "port" }, default: { host: "localhost" }, "--": true,
}));
console.log(minimist(["--a.b.c", "1", "--a.b.d=2"]), minimist(["--unknown", "x"], { unknown: (arg) => !arg.includes("unknown") }));
