// Deep equality, as assert.deepEqual, assert.deepStrictEqual and util.isDeepStrictEqual have it
// (https://nodejs.org/docs/latest-v20.x/api/assert.html#comparison-details_1).
(function (host) {
  "use strict";
  const { kindOf, sameBytes } = host;
  const { getOwnPropertySymbols, getPrototypeOf, is, keys } = Object;
  const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);
  const tagOf = (value) => Object.prototype.toString.call(value);
  const isObject = (value) => typeof value === "object" && value !== null;
  const isIndex = (key) => /^(0|[1-9]\d{0,9})$/.test(key) && key < 2 ** 32 - 1;
  const isError = (value) => kindOf(value) === "Error" || value instanceof Error;

  const maxDepth = 400;

  // equal compares two values. pairs are the objects that are being compared around them, with a number each: an object
  // that contains itself is equal to one that contains itself in the same place.
  function equal(a, b, strict, pairs) {
    if (a === b) return a !== 0 || !strict || is(a, b);
    if (!isObject(a) || !isObject(b)) {
      if (strict) return typeof a === "number" && a !== a && b !== b;
      // Of an object and a primitive, even == would have to make one of the other.
      if (isObject(a) || isObject(b)) return false;
      return a == b || (a !== a && b !== b);
    }
    if (strict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
    if (tagOf(a) !== tagOf(b)) return false;
    const isArray = Array.isArray(a);
    if (isArray !== Array.isArray(b)) return false;
    const kind = kindOf(a);
    const other = kindOf(b);
    if (kind !== other && kind !== "Proxy" && other !== "Proxy") return false;
    if (isArray) {
      return a.length === b.length && sameProperties(a, b, strict, pairs, ownKeys(a, strict, true), ownKeys(b, strict, true), "Array");
    }
    const indexed = kind === "TypedArray" || kind === "BoxedString";
    if (!sameInside(a, b, kind, strict)) return false;
    return sameProperties(a, b, strict, pairs, ownKeys(a, strict, indexed), ownKeys(b, strict, indexed), kind);
  }

  // sameInside compares what objects hold besides properties, Maps and Sets apart.
  function sameInside(a, b, kind, strict) {
    switch (kind) {
      case "Date":
        return is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b));
      case "RegExp":
        return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
      case "TypedArray":
        // Loosely, -0.0 is 0.0, and not even NaN is NaN.
        if (!strict && tagOf(a).startsWith("[object Float")) return a.length === b.length && a.every((value, i) => value === b[i]);
        return sameBytes(a, b);
      case "ArrayBuffer":
      case "SharedArrayBuffer":
      case "DataView":
        return sameBytes(a, b);
      case "Map":
      case "Set":
        return a.size === b.size;
      case "Boxed":
      case "BoxedString":
        return is(primitiveOf(a), primitiveOf(b));
    }
    if (kind !== "Error" && !(a instanceof Error)) return true;
    return isError(b) && a.message === b.message && a.name === b.name;
  }

  function primitiveOf(box) {
    for (const Class of [Number, String, Boolean, BigInt, Symbol]) {
      try {
        return Class.prototype.valueOf.call(box);
      } catch {
        // It is another one.
      }
    }
    return undefined;
  }

  // ownKeys are the enumerable keys, and in strict mode symbols. Indices are left out where items are compared by themselves.
  function ownKeys(object, strict, indexed) {
    let list = keys(object);
    if (indexed) list = list.length === object.length && isIndex(list[list.length - 1] ?? "0") ? [] : list.filter((key) => !isIndex(key));
    if (strict) {
      const symbols = getOwnPropertySymbols(object);
      for (let i = 0; i < symbols.length; i++) if (isEnumerable(object, symbols[i])) list.push(symbols[i]);
    }
    if (object instanceof Error) for (const key of ["cause", "errors"]) if (Object.hasOwn(object, key)) list.push(key);
    return list;
  }

  function sameProperties(a, b, strict, pairs, keysOfA, keysOfB, kind) {
    if (keysOfA.length !== keysOfB.length) return false;
    for (let i = 0; i < keysOfA.length; i++) {
      if (!isEnumerable(b, keysOfA[i]) && (isEnumerable(a, keysOfA[i]) || !Object.hasOwn(b, keysOfA[i]))) return false;
    }
    const holds = kind === "Array" ? a.length > 0 : (kind === "Map" || kind === "Set") && a.size > 0;
    if (keysOfA.length === 0 && !holds) return true;
    const first = pairs.left.get(a);
    const second = pairs.right.get(b);
    if (first !== undefined && second !== undefined) return first === second;
    // The engine does not survive a call stack that is too deep, so this does not come near it.
    if (pairs.left.size === maxDepth) throw new RangeError("the values are nested too deeply to be compared");
    pairs.count++;
    pairs.left.set(a, pairs.count);
    pairs.right.set(b, pairs.count);
    const same = sameContents(a, b, strict, pairs, keysOfA, kind);
    pairs.left.delete(a);
    pairs.right.delete(b);
    return same;
  }

  function sameContents(a, b, strict, pairs, keysOfA, kind) {
    if (kind === "Array" && !sameArrays(a, b, strict, pairs)) return false;
    if (kind === "Set" && !sameSets(a, b, strict, pairs)) return false;
    if (kind === "Map" && !sameMaps(a, b, strict, pairs)) return false;
    for (let i = 0; i < keysOfA.length; i++) if (!equal(a[keysOfA[i]], b[keysOfA[i]], strict, pairs)) return false;
    return true;
  }

  function sameArrays(a, b, strict, pairs) {
    for (let i = 0; i < a.length; i++) {
      const has = Object.hasOwn(a, i);
      if (has !== Object.hasOwn(b, i)) return false;
      if (!has && a.length > 1000) return sameSparse(a, b, strict, pairs);
      if (has && !equal(a[i], b[i], strict, pairs)) return false;
    }
    return true;
  }

  // sameSparse does not count through the holes of a long array.
  function sameSparse(a, b, strict, pairs) {
    const indices = keys(a).filter(isIndex);
    if (indices.length !== keys(b).filter(isIndex).length) return false;
    return indices.every((i) => Object.hasOwn(b, i) && equal(a[i], b[i], strict, pairs));
  }

  // A member that is not in the other set as it stands may be equal to another one: each is used once.
  function sameSets(a, b, strict, pairs) {
    const left = [];
    for (const value of a) {
      if (b.has(value)) continue;
      if (strict && !isObject(value)) return false;
      left.push(value);
    }
    if (left.length === 0) return true;
    for (const value of b) {
      if (a.has(value)) continue;
      if (strict && !isObject(value)) return false;
      const at = left.findIndex((other) => equal(other, value, strict, pairs));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    return left.length === 0;
  }

  function sameMaps(a, b, strict, pairs) {
    const left = [];
    for (const [key, value] of a) {
      if (b.has(key)) {
        if (equal(value, b.get(key), strict, pairs)) continue;
        if (!isObject(key)) return false;
      } else if (strict && !isObject(key)) {
        return false;
      }
      left.push([key, value]);
    }
    if (left.length === 0) return true;
    for (const [key, value] of b) {
      if (a.has(key) && equal(a.get(key), value, strict, pairs)) continue;
      const at = left.findIndex(([k, v]) => equal(k, key, strict, pairs) && equal(v, value, strict, pairs));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    return left.length === 0;
  }

  const noPairs = () => ({ left: new Map(), right: new Map(), count: 0 });
  return {
    isDeepEqual: (a, b) => equal(a, b, false, noPairs()),
    isDeepStrictEqual: (a, b) => equal(a, b, true, noPairs()),
  };
})
