// The module "node:vm" as far as one realm goes. A script of a context runs with the context's object around it as a scope:
// what it declares, assigns and reads is there, and behind it are the built-in objects of the language, which are those of
// the program; no other global of the program is. Classes and functions made of text at run time see the program's globals.
(function (host, errors) {
  "use strict";
  const { checkObject, checkString, coded, invalidType } = errors;
  const run = (0, host.eval);

  const builtins = new Set(host.builtins);
  const constants = new Set(["undefined", "NaN", "Infinity"]);
  const contexts = new WeakMap();
  const isObject = (value) => value !== null && (typeof value === "object" || typeof value === "function");

  // Context is what belongs to a contextified object. links lead to what let, const and class have declared; asked are the
  // names whose type some script asks for: those may be unknown, where another one is a ReferenceError.
  class Context {
    links = new Map();
    asked = new Set();
    entering = null; // the functions of a script that begins: they are where they were declared
    constructor(sandbox) {
      this.sandbox = sandbox;
      const own = (key) => (key === "globalThis" ? this.global : builtins.has(key) ? host.global[key] : undefined);
      const known = (key) => key === "globalThis" || (builtins.has(key) && key in host.global);
      this.global = new Proxy(sandbox, {
        has: (target, key) => key in target || known(key),
        get: (target, key) => (key in target ? target[key] : own(key)),
        set: (target, key, value) => Reflect.set(target, key, value),
      });
      this.scope = new Proxy(Object.create(null), {
        has: (_, key) => key !== host.helper && key !== "eval" && !this.entering?.has(key),
        get: (_, key) => {
          if (key === Symbol.unscopables) return undefined;
          if (this.links.has(key)) return this.links.get(key)[0]();
          if (key in sandbox) return sandbox[key];
          if (known(key)) return own(key);
          if (this.asked.has(key)) return undefined;
          throw new ReferenceError(`${key} is not defined`);
        },
        set: (_, key, value) => {
          if (constants.has(key)) return true;
          if (!this.links.has(key)) return Reflect.set(sandbox, key, value);
          const assign = this.links.get(key)[1];
          if (assign === undefined) throw new TypeError("Assignment to constant variable.");
          assign(value);
          return true;
        },
        // Strict code may assign to what there is; the engine asks for a property of its own.
        getOwnPropertyDescriptor: (_, key) =>
          this.links.has(key) || key in sandbox ? { value: undefined, writable: true, enumerable: true, configurable: true } : undefined,
        deleteProperty: (_, key) => Reflect.deleteProperty(sandbox, key),
      });
    }

    run(code) {
      const script = host.prepare(code);
      const { sandbox } = this;
      for (const name of script.asked) this.asked.add(name);
      for (const name of script.variables) {
        this.links.delete(name);
        this.asked.add(name); // it is there, and no property before it has a value
      }
      // In strict code variables are the script's own: the object gets what they are in the end.
      let own = {};
      const copy = () => {
        for (const [name, read] of Object.entries(own)) sandbox[name] = read();
      };
      const begin = (functions, lexical, strict) => {
        if (functions === undefined) return script.source;
        for (const [name, read] of Object.entries(functions)) sandbox[name] = read();
        this.entering = null;
        for (const [name, link] of Object.entries(lexical)) this.links.set(name, link);
        own = strict;
        return undefined;
      };
      this.entering = new Set(script.functions);
      try {
        return host.run(this.scope, this.global, begin);
      } finally {
        this.entering = null;
        copy();
      }
    }
  }

  function contextOf(object) {
    if (!isObject(object)) throw invalidType("object", "of type object", object);
    const context = contexts.get(object);
    if (context === undefined) throw invalidType("contextifiedObject", "an vm.Context", object);
    return context;
  }

  // checkOptions refuses what would be ignored to the harm of whoever relies on it.
  function checkOptions(options) {
    if (options === undefined || typeof options === "string") return;
    checkObject(options, "options");
    if (options.timeout !== undefined) {
      throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        "the option timeout of node:vm is not available: a script cannot be ended alone; use a Worker, or WorkerPool of lariat:worker with a timeout");
    }
  }

  class Script {
    #code;
    constructor(code, options = {}) {
      const name = typeof options === "string" ? options : (options.filename ?? "evalmachine.<anonymous>");
      checkString(name, "options.filename");
      this.#code = `${code}`;
      const problem = host.check(this.#code, name);
      if (problem !== undefined) throw new SyntaxError(problem);
    }
    runInThisContext(options) {
      checkOptions(options);
      return run(this.#code);
    }
    runInContext(contextifiedObject, options) {
      const context = contextOf(contextifiedObject);
      checkOptions(options);
      return context.run(this.#code);
    }
    runInNewContext(contextObject, options) {
      return this.runInContext(createContext(contextObject), options);
    }
    createCachedData() {
      return host.Buffer.alloc(0);
    }
  }

  function isContext(object) {
    if (!isObject(object)) throw invalidType("object", "of type object", object);
    return contexts.has(object);
  }
  function createContext(contextObject = {}) {
    if (!isContext(contextObject)) contexts.set(contextObject, new Context(contextObject));
    return contextObject;
  }

  function compileFunction(code, params = [], options = {}) {
    checkString(code, "code");
    if (!Array.isArray(params)) throw invalidType("params", "an instance of Array", params);
    for (const [i, name] of params.entries()) checkString(name, `params[${i}]`);
    const { parsingContext, contextExtensions = [] } = options;
    if (contextExtensions.length > 0) {
      throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "the option contextExtensions of node:vm is not available: use parsingContext");
    }
    const made = Reflect.construct(Function, [...params, code]); // a text that is no body of a function is refused
    return parsingContext === undefined ? made : contextOf(parsingContext).run(`(function (${params.join(", ")}) {\n${code}\n})`);
  }

  const script = (code, options) => new Script(code, options);
  return {
    Script, compileFunction, createContext, isContext,
    createScript: script,
    runInThisContext: (code, options) => script(code, options).runInThisContext(options),
    runInContext: (code, contextifiedObject, options) => {
      contextOf(contextifiedObject);
      return script(code, options).runInContext(contextifiedObject, options);
    },
    runInNewContext: (code, contextObject, options) => script(code, options).runInNewContext(contextObject, options),
    constants: { __proto__: null },
  };
})
