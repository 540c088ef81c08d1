// Holds the globals of a program against idl.txt and gives what differs (https://webidl.spec.whatwg.org/#javascript-binding).

// read makes a list of interfaces and their members of the text.
function read(text) {
  const list = [];
  for (const line of text.split("\n")) {
    const words = line.trim().split(/\s+/);
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (!line.startsWith(" ")) {
      const [name] = words;
      const length = words.at(-1);
      list.push({ name, parent: words[1] === ":" ? words[2] : undefined, length: length === "-" ? undefined : Number(length), members: [] });
      continue;
    }
    const [kind, ...names] = words;
    for (const word of names) {
      const [name, number] = word.split(/[/=]/);
      list.at(-1).members.push({ kind, name, number: Number(number) });
    }
  }
  return list;
}

const flags = (d) => ["writable", "enumerable", "configurable"].filter((flag) => d[flag]).join(" ");
const accessible = "enumerable configurable";
const operable = "writable enumerable configurable";
const hidden = "writable configurable";

async function differences(text) {
  const found = [];
  const same = (what, got, want) => {
    if (!Object.is(got, want)) found.push(`${what}: ${String(got)}, not ${String(want)}`);
  };
  const throws = (what, f, name = "TypeError") => {
    try {
      f();
    } catch (error) {
      return same(what, error.name, name);
    }
    found.push(`${what}: does not throw`);
  };
  const rejects = async (what, f) => {
    let promise;
    try {
      promise = f();
    } catch (error) {
      return found.push(`${what}: throws ${error} instead of rejecting`);
    }
    if (!(promise instanceof Promise)) return found.push(`${what}: gives no promise`);
    await promise.then(() => found.push(`${what}: does not reject`), (error) => same(what, error.name, "TypeError"));
  };

  function checkFunction(what, f, name, length) {
    if (typeof f !== "function") return found.push(`${what}: is ${typeof f}, not a function`);
    same(`${what}.name`, f.name, name);
    same(`${what}.length`, f.length, length);
    for (const property of ["name", "length"]) {
      same(`flags of ${what}.${property}`, flags(Object.getOwnPropertyDescriptor(f, property)), "configurable");
    }
    same(`${what}.prototype`, Object.hasOwn(f, "prototype"), false);
    throws(`new ${what}`, () => Reflect.construct(f, []));
  }

  // strangers are receivers that the members of an interface must not work on.
  const strangers = (proto) => [{}, proto, Object.create(proto), null, undefined, 1];

  async function checkAttribute(what, owner, m, receivers) {
    const d = Object.getOwnPropertyDescriptor(owner, m.name);
    if (d === undefined) return found.push(`${what}: is missing`);
    if (d.get === undefined) return found.push(`${what}: is no accessor`);
    same(`flags of ${what}`, flags(d), accessible);
    checkFunction(`get ${what}`, d.get, `get ${m.name}`, 0);
    if (m.kind === "attr" && d.set !== undefined) checkFunction(`set ${what}`, d.set, `set ${m.name}`, 1);
    else same(`setter of ${what}`, typeof d.set, m.kind === "attr" ? "function" : "undefined");
    for (const receiver of receivers) {
      if (m.kind === "promise") await rejects(`${what} of ${show(receiver)}`, () => d.get.call(receiver));
      else throws(`${what} of ${show(receiver)}`, () => d.get.call(receiver));
      if (d.set !== undefined) throws(`set ${what} of ${show(receiver)}`, () => d.set.call(receiver, "1"));
    }
  }

  async function checkOperation(what, owner, m, receivers) {
    const d = Object.getOwnPropertyDescriptor(owner, m.name);
    if (d === undefined) return found.push(`${what}: is missing`);
    same(`flags of ${what}`, flags(d), operable);
    checkFunction(what, d.value, m.name, m.number);
    const filler = Array.from({ length: m.number }, () => "1");
    for (const receiver of receivers) {
      if (m.kind === "async") await rejects(`${what} of ${show(receiver)}`, () => d.value.apply(receiver, filler));
      else throws(`${what} of ${show(receiver)}`, () => d.value.apply(receiver, filler));
    }
  }

  function checkConstant(C, m) {
    for (const owner of [C, C.prototype]) {
      const d = Object.getOwnPropertyDescriptor(owner, m.name);
      if (d === undefined) return found.push(`${C.name}.${m.name}: is missing`);
      same(`${C.name}.${m.name}`, d.value, m.number);
      same(`flags of ${C.name}.${m.name}`, flags(d), "enumerable");
    }
  }

  function checkIterator(C, m, symbol) {
    const d = Object.getOwnPropertyDescriptor(C.prototype, symbol);
    if (d === undefined) return found.push(`${C.name}: cannot be iterated over`);
    same(`${C.name}[${String(symbol)}]`, d.value, C.prototype[m.name]);
    same(`flags of ${C.name}[${String(symbol)}]`, flags(d), hidden);
  }

  function checkInterface(it, C) {
    same(`flags of ${it.name}`, flags(Object.getOwnPropertyDescriptor(globalThis, it.name)), hidden);
    same(`${it.name}.name`, C.name, it.name);
    same(`${it.name}.length`, C.length, it.length ?? 0);
    same(`prototype of ${it.name}`, Object.getPrototypeOf(C), it.parent === undefined ? Function.prototype : globalThis[it.parent]);
    same(`flags of ${it.name}.prototype`, flags(Object.getOwnPropertyDescriptor(C, "prototype")), "");
    const proto = C.prototype;
    same(`prototype of ${it.name}.prototype`, Object.getPrototypeOf(proto), globalThis[it.parent ?? "Object"].prototype);
    same(`flags of ${it.name}.prototype.constructor`, flags(Object.getOwnPropertyDescriptor(proto, "constructor")), hidden);
    same(`${it.name}.prototype.constructor`, proto.constructor, C);
    const tag = Object.getOwnPropertyDescriptor(proto, Symbol.toStringTag);
    same(`toStringTag of ${it.name}`, tag?.value, it.name);
    same(`flags of the toStringTag of ${it.name}`, flags(tag ?? {}), "configurable");
    throws(`${it.name} without new`, () => C("1", "1"));
    if (it.length === undefined) throws(`new ${it.name}`, () => new C());
    else if (it.length > 0) throws(`new ${it.name} without arguments`, () => new C());
  }

  function checkStrays(it, C) {
    const known = new Set(["constructor", "length", "name", "prototype", "stack", ...it.members.map((m) => m.name)]);
    for (const owner of [C, C.prototype]) {
      for (const key of Reflect.ownKeys(owner)) {
        if (typeof key === "string" && !known.has(key)) found.push(`${it.name}.${key}: no standard has it`);
      }
    }
  }

  async function checkMembers(it, C) {
    const receivers = strangers(C.prototype);
    for (const m of it.members) {
      const what = `${it.name}.${m.name}`;
      switch (m.kind) {
        case "get": case "attr": case "promise":
          await checkAttribute(what, C.prototype, m, receivers);
          break;
        case "do": case "async":
          await checkOperation(what, C.prototype, m, receivers);
          break;
        case "shared":
          await checkAttribute(what, C, m, []);
          break;
        case "static":
          await checkOperation(what, C, m, []);
          break;
        case "const":
          checkConstant(C, m);
          break;
        case "iterate": case "stream":
          checkIterator(C, m, m.kind === "iterate" ? Symbol.iterator : Symbol.asyncIterator);
      }
    }
  }

  async function checkGlobal(m) {
    if (m.kind === "data") return same(`flags of ${m.name}`, flags(Object.getOwnPropertyDescriptor(globalThis, m.name)), hidden);
    if (m.kind === "do" || m.kind === "async") return checkOperation(m.name, globalThis, m, []);
    await checkAttribute(m.name, globalThis, m, [{}, 1]);
    same(`${m.name} without a receiver`, Object.getOwnPropertyDescriptor(globalThis, m.name)?.get?.call(undefined), globalThis[m.name]);
  }

  const show = (v) => (v === null || typeof v !== "object" ? String(v) : Object.getPrototypeOf(v) === Object.prototype && Object.keys(v).length === 0 && !Object.hasOwn(v, "constructor") ? "{}" : Object.hasOwn(v, "constructor") ? "the prototype" : "an object that inherits");
  const all = read(text);
  for (const it of all) {
    if (it.name === "global") {
      for (const m of it.members) await checkGlobal(m);
      continue;
    }
    const C = globalThis[it.name];
    if (typeof C !== "function") {
      found.push(`${it.name}: is missing`);
      continue;
    }
    checkInterface(it, C);
    checkStrays(it, C);
    await checkMembers(it, C);
  }
  return found;
}
