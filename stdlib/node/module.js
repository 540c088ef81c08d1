// The class that is "node:module" (https://nodejs.org/docs/latest-v20.x/api/module.html). Files are found, read and compiled by
// lariat itself: what asks for that is answered, and what would step in says that it cannot.
(function (host, errors) {
  "use strict";
  const { checkBoolean, checkObject, checkString, coded, hidden, invalidValue } = errors;
  const { createRequire, isBuiltin, path } = host;

  function Module(id = "", parent) {
    this.id = id;
    this.path = path.dirname(id);
    this.exports = {};
    hidden(this, "parent", parent);
    this.filename = null;
    this.loaded = false;
    this.children = [];
    parent?.children?.push(this);
  }
  // The object module of a file is made by the loader, without the class.
  const shape = ["id", "path", "exports", "filename", "loaded", "children"];
  Object.defineProperty(Module, Symbol.hasInstance, {
    value: (x) => x !== null && typeof x === "object" && shape.every((name) => Object.hasOwn(x, name)),
  });

  const here = () => path.join(host.directory, "/");
  const requireOf = (parent) => createRequire(typeof parent?.filename === "string" ? parent.filename : here());

  Object.assign(Module.prototype, {
    require: function require(id) {
      checkString(id, "id");
      if (id === "") throw invalidValue("id", id, "must be a non-empty string");
      return requireOf(this)(id);
    },
    load: function load(filename) {
      checkString(filename, "filename");
      this.filename = filename;
      this.paths = nodeModulePaths(path.dirname(filename));
      this.exports = createRequire(here())(filename);
      this.loaded = true;
    },
    _compile: function _compile(content, filename) {
      checkString(content, "content");
      checkString(filename, "filename");
      const names = ["exports", "require", "module", "__filename", "__dirname"];
      const run = host.builtin("node:vm").compileFunction(content.replace(/^#!/, "//"), names, { filename });
      return Reflect.apply(run, this.exports, [this.exports, createRequire(filename), this, filename, path.dirname(filename)]);
    },
  });
  for (const name of ["require", "load", "_compile"]) hidden(Module.prototype, name, Module.prototype[name]);

  function nodeModulePaths(from) {
    const list = [];
    for (let dir = path.resolve(from); ; dir = path.dirname(dir)) {
      if (path.basename(dir) !== "node_modules") list.push(path.join(dir, "node_modules"));
      if (dir === path.dirname(dir)) return list;
    }
  }

  const answers = {
    _load(request, parent) {
      checkString(request, "request");
      return requireOf(parent)(request);
    },
    _resolveFilename(request, parent, isMain, options) {
      checkString(request, "request");
      return requireOf(parent).resolve(request, options);
    },
    _nodeModulePaths: nodeModulePaths,
    _resolveLookupPaths(request, parent) {
      if (isBuiltin(request)) return null;
      if (/^\.\.?(\/|$)/.test(request)) return [typeof parent?.filename === "string" ? path.dirname(parent.filename) : "."];
      return parent?.paths ?? [];
    },
  };
  const refuse = (what) => {
    throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
      `${what} cannot be set: lariat finds and compiles files itself; TypeScript and JSON need no hook, and what is to be ` +
      "another module is an import of package.json");
  };
  // A hook that nobody calls would be worse than none.
  for (const [name, value] of Object.entries(answers)) {
    Object.defineProperty(Module, name, { get: () => value, set: () => refuse(`Module.${name}`), enumerable: true, configurable: true });
  }
  const extensions = { __proto__: null };
  for (const extension of [".js", ".json", ".node"]) {
    extensions[extension] = (module, filename) => module.load(filename);
  }
  Module._extensions = new Proxy(extensions, {
    set: (_, name) => refuse(`require.extensions["${String(name)}"]`),
    defineProperty: (_, name) => refuse(`require.extensions["${String(name)}"]`),
  });
  Module._cache = createRequire(here()).cache;
  Module.globalPaths = [];
  Module.wrapper = ["(function (exports, require, module, __filename, __dirname) { ", "\n});"];
  Module.wrap = (script) => Module.wrapper[0] + script + Module.wrapper[1];

  // hooks would run between lariat and its files.
  const unhooked = (name) => {
    const fn = { [name](...args) {
      throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        `module.${name}() is not available: lariat finds and compiles files itself; TypeScript and JSON need no hook, and what is ` +
        "to be another module is an import of package.json");
    } };
    return fn[name];
  };

  function stripTypeScriptTypes(code, options = {}) {
    checkString(code, "code");
    checkObject(options, "options");
    const { mode = "strip", sourceMap = false, sourceUrl = "" } = options;
    if (!["strip", "transform"].includes(mode)) throw invalidValue("options.mode", mode, "must be one of: 'strip', 'transform'");
    checkString(sourceUrl, "options.sourceUrl");
    if (mode === "strip" && sourceMap) throw invalidValue("options.sourceMap", sourceMap, "must be one of: false, undefined");
    checkBoolean(sourceMap, "options.sourceMap");
    const text = host.stripTypes(code, sourceUrl, sourceMap);
    return sourceUrl === "" || sourceMap ? text : `${text}\n\n//# sourceURL=${sourceUrl}`;
  }

  function findPackageJSON(specifier, base) {
    if (arguments.length === 0) throw coded(TypeError, "ERR_MISSING_ARGS", 'The "specifier" argument must be specified');
    const named = `${specifier}`;
    if (base === undefined) {
      if (/^[a-z]+:/.test(named) && !named.startsWith("file:")) throw coded(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
      if (!named.startsWith("file:") && !path.isAbsolute(named)) {
        throw coded(TypeError, "ERR_UNSUPPORTED_RESOLVE_REQUEST",
          `Failed to resolve module specifier "${named}": it is no file: URL, and there is no base that it could be relative to`);
      }
    }
    const from = `${base ?? ""}`;
    return host.packageFile(named, from);
  }

  const compileCacheStatus = { __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 };
  Object.assign(Module, {
    constants: { __proto__: null, compileCacheStatus },
    // Compiled files are kept by lariat as it sees fit.
    enableCompileCache: () => ({ status: compileCacheStatus.DISABLED, message: "lariat keeps compiled files itself" }),
    flushCompileCache() {},
    getCompileCacheDir: () => undefined,
    // Stacks tell of the sources, always.
    findSourceMap: () => undefined,
    getSourceMapsSupport: () => ({ __proto__: null, enabled: true, nodeModules: true, generatedCode: true }),
    setSourceMapsSupport(enabled) {
      checkBoolean(enabled, "enabled");
    },
    findPackageJSON, register: unhooked("register"), registerHooks: unhooked("registerHooks"), runMain: unhooked("runMain"), stripTypeScriptTypes,
    syncBuiltinESMExports() {
      host.sync();
    },
  });
  return Object.assign(Module, { builtinModules: host.builtinModules, createRequire, isBuiltin, Module });
})
