// The module "node:vm" as far as this engine goes: scripts that run in the global scope of the program. Contexts with
// globals of their own would need a realm of their own.
(function (host, errors) {
  "use strict";
  const { checkString, coded } = errors;
  const run = (0, host.eval);

  class Script {
    #code;
    constructor(code, options = {}) {
      const name = typeof options === "string" ? options : (options.filename ?? "evalmachine.<anonymous>");
      checkString(name, "options.filename");
      this.#code = `${code}`;
      const problem = host.check(this.#code, name);
      if (problem !== undefined) throw new SyntaxError(problem);
    }
    runInThisContext() {
      return run(this.#code);
    }
    runInNewContext() {
      throw unavailable("runInNewContext");
    }
    runInContext() {
      throw unavailable("runInContext");
    }
    createCachedData() {
      return host.Buffer.alloc(0);
    }
  }
  const unavailable = (name) => coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
    `vm.${name}() is not available: this engine has no second set of globals in one isolate; use runInThisContext(), a Worker or "lariat:worker"`);
  const refusing = (name) => ({ [name]() { throw unavailable(name); } })[name];
  function compileFunction(code, params = []) {
    checkString(code, "code");
    return Reflect.construct(Function, [...params, code]);
  }
  return {
    Script, compileFunction,
    createScript: (code, options) => new Script(code, options),
    runInThisContext: (code, options) => new Script(code, options).runInThisContext(options),
    isContext(object) {
      if (object === null || typeof object !== "object") throw errors.invalidType("object", "of type object", object);
      return false;
    },
    createContext: refusing("createContext"),
    runInContext: refusing("runInContext"),
    runInNewContext: refusing("runInNewContext"),
    constants: { __proto__: null },
  };
})
