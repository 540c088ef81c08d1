// What is asked for seldom of "node:process": its memory, its mask, what keeps it alive, its report, and what needs a system
// that would be the program's own.
(function (host, errors) {
  "use strict";
  const { checkInteger, coded, invalidType, invalidValue } = errors;
  const { process } = host;

  function umask(mask) {
    const was = host.umask();
    if (mask === undefined) return was;
    let wanted = mask;
    if (typeof mask === "string") {
      if (!/^[0-7]+$/.test(mask)) throw invalidValue("mask", mask, "must be a 32-bit unsigned integer or an octal string");
      wanted = parseInt(mask, 8);
    }
    if (typeof wanted !== "number") throw invalidType("mask", "of type number", wanted);
    checkInteger(wanted, "mask", 0, 2 ** 32 - 1);
    if ((wanted & 0o777) !== was) host.refuse("umask", mask, "the mask belongs to the whole host; give files their mode when you make them");
    return was;
  }

  const system = () => host.builtin("node:os");
  const constrainedMemory = () => host.constraint();
  function availableMemory() {
    const [free, most] = [system().freemem(), constrainedMemory()];
    return most > 0 ? Math.min(free, Math.max(0, most - process.memoryUsage().rss)) : free;
  }

  // Timers have the name that Node gives them; all else is called what lariat calls it.
  const getActiveResourcesInfo = () => host.alive().map((kind) => (kind === "timer" || kind === "interval" ? "Timeout" : kind));

  // The report is the part of Node's that makes sense of another engine.
  function getReport(error = new Error("JavaScript Callstack")) {
    if (error === null || typeof error !== "object") throw invalidType("err", "of type object", error);
    const now = new Date();
    const os = system();
    const [message, ...stack] = `${error.stack}`.split("\n");
    return {
      header: {
        reportVersion: 3, event: "JavaScript API", trigger: "GetReport", filename: null, dumpEventTime: now.toISOString(),
        dumpEventTimeStamp: `${now.getTime()}`, processId: process.pid, threadId: 0, cwd: process.cwd(), commandLine: [...process.argv],
        nodejsVersion: process.version, wordSize: 64, arch: process.arch, platform: process.platform, componentVersions: { ...process.versions },
        release: { ...process.release }, osName: os.type(), osRelease: os.release(), osVersion: os.version(), osMachine: os.machine(),
      },
      javascriptStack: { message, stack: stack.map((line) => line.trim()).filter(Boolean), errorProperties: { ...error } },
      javascriptHeap: { ...process.memoryUsage(), availableMemory: availableMemory() },
      resourceUsage: process.resourceUsage(),
      libuv: getActiveResourcesInfo().map((type) => ({ type, is_active: true })),
      environmentVariables: { ...process.env },
    };
  }
  const report = {
    directory: "", filename: "", compact: false, excludeNetwork: true, signal: "SIGUSR2", reportOnFatalError: false, reportOnSignal: false,
    reportOnUncaughtException: false,
    getReport,
    writeReport(file, error) {
      if (file !== null && typeof file === "object") [file, error] = [undefined, file];
      if (file !== undefined && typeof file !== "string") throw invalidType("file", "of type string", file);
      const name = file || report.filename || `report.${Date.now()}.${process.pid}.json`;
      const path = host.builtin("node:path").resolve(report.directory, name);
      const content = getReport(error);
      content.header.filename = name;
      host.builtin("node:fs").writeFileSync(path, JSON.stringify(content, null, report.compact ? 0 : 2));
      return name;
    },
  };

  const refused = {};
  for (const name of ["initgroups", "setegid", "seteuid", "setgid", "setgroups", "setuid"]) {
    refused[name] = (id) => host.refuse(name, id, "who runs the program is settled when it starts");
  }
  for (const [name, why] of [["binding", "there are no internal modules"], ["dlopen", "native addons are for another engine"]]) {
    refused[name] = () => {
      throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `process.${name}() is not available: ${why}`);
    };
  }
  return { availableMemory, constrainedMemory, getActiveResourcesInfo, report, umask, ...refused };
})
