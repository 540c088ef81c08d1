// The class that is "node:module" (https://nodejs.org/docs/latest-v20.x/api/module.html). Files are found, read and compiled by
// lariat itself: what asks for that is answered, and what would step in says that it cannot.
(function (host, errors) {
  "use strict";
  const { checkString, coded, hidden, invalidValue } = errors;
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
  return Object.assign(Module, { builtinModules: host.builtinModules, createRequire, isBuiltin, Module });
})
