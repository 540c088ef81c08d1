// Deep equality, as assert.deepEqual, assert.deepStrictEqual, assert.partialDeepStrictEqual and util.isDeepStrictEqual have it
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

  const holding = new Set([
    "ArrayBuffer", "Boxed", "BoxedString", "DataView", "Date", "Map", "RegExp", "Set", "SharedArrayBuffer", "TypedArray",
  ]);
  const maxDepth = 400;

  // The modes. Partly means strictly, and that a may have more than b.
  const [loosely, strictly, partly] = [0, 1, 2];

  // equal compares two values. pairs are the objects that are being compared around them, with a number each: an object
  // that contains itself is equal to one that contains itself in the same place.
  function equal(a, b, mode, pairs) {
    if (a === b) return a !== 0 || mode === loosely || is(a, b);
    if (!isObject(a) || !isObject(b)) {
      if (mode !== loosely) return typeof a === "number" && a !== a && b !== b;
      // Of an object and a primitive, even == would have to make one of the other.
      if (isObject(a) || isObject(b)) return false;
      return a == b || (a !== a && b !== b);
    }
    if (mode === strictly && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
    if (tagOf(a) !== tagOf(b)) return false;
    const isArray = Array.isArray(a);
    if (isArray !== Array.isArray(b)) return false;
    const kind = kindOf(a);
    const other = kindOf(b);
    // A proxy has nothing inside.
    if (kind !== other && (kind !== "Proxy" && other !== "Proxy" || holding.has(kind) || holding.has(other))) return false;
    if (isArray) {
      return fits(a.length, b.length, mode) && sameProperties(a, b, mode, pairs, ownKeys(a, mode, true), ownKeys(b, mode, true), "Array");
    }
    const indexed = kind === "TypedArray" || kind === "BoxedString";
    if (!sameInside(a, b, kind, mode)) return false;
    return sameProperties(a, b, mode, pairs, ownKeys(a, mode, indexed), ownKeys(b, mode, indexed), kind);
  }

  const fits = (size, other, mode) => (mode === partly ? size >= other : size === other);

  // sameInside compares what objects hold besides properties, Maps and Sets apart.
  function sameInside(a, b, kind, mode) {
    switch (kind) {
      case "Date":
        return Date.prototype.getTime.call(a) === Date.prototype.getTime.call(b); // two invalid ones differ
      case "RegExp":
        return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
      case "TypedArray":
        if (mode === partly && a.length !== b.length) return containsItems(a, b);
        // Loosely, -0.0 is 0.0, and not even NaN is NaN.
        if (mode === loosely && tagOf(a).startsWith("[object Float")) return a.length === b.length && a.every((value, i) => value === b[i]);
        return sameBytes(a, b);
      case "ArrayBuffer":
      case "SharedArrayBuffer":
      case "DataView":
        if (mode === partly && a.byteLength !== b.byteLength) return containsItems(bytesOf(a), bytesOf(b));
        return sameBytes(a, b);
      case "WeakMap":
      case "WeakSet":
        return mode !== partly;
      case "Map":
      case "Set":
        return fits(a.size, b.size, mode);
      case "Boxed":
      case "BoxedString":
        return is(primitiveOf(a), primitiveOf(b));
    }
    if (kind !== "Error" && !(a instanceof Error)) return true;
    return isError(b) && a.message === b.message && a.name === b.name;
  }

  const bytesOf = (x) => (ArrayBuffer.isView(x) ? new Uint8Array(x.buffer, x.byteOffset, x.byteLength) : new Uint8Array(x));

  // containsItems tells whether all items of b are in a, in their order.
  function containsItems(a, b) {
    let at = 0;
    return b.every((item) => {
      while (at < a.length && !is(a[at], item)) at++;
      return at++ < a.length;
    });
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

  // ownKeys are the enumerable keys, and strictly the symbols. Indices are left out where items are compared by themselves.
  function ownKeys(object, mode, indexed) {
    let list = keys(object);
    if (indexed) list = list.length === object.length && isIndex(list[list.length - 1] ?? "0") ? [] : list.filter((key) => !isIndex(key));
    if (mode !== loosely) {
      const symbols = getOwnPropertySymbols(object);
      for (let i = 0; i < symbols.length; i++) if (isEnumerable(object, symbols[i])) list.push(symbols[i]);
    }
    if (object instanceof Error) for (const key of ["cause", "errors"]) if (Object.hasOwn(object, key)) list.push(key);
    return list;
  }

  function sameProperties(a, b, mode, pairs, keysOfA, keysOfB, kind) {
    if (!fits(keysOfA.length, keysOfB.length, mode)) return false;
    for (let i = 0; i < keysOfB.length; i++) {
      if (!isEnumerable(a, keysOfB[i]) && (isEnumerable(b, keysOfB[i]) || !Object.hasOwn(a, keysOfB[i]))) return false;
    }
    const holds = kind === "Array" ? b.length > 0 : (kind === "Map" || kind === "Set") && b.size > 0;
    if (keysOfB.length === 0 && !holds) return true;
    const first = pairs.left.get(a);
    const second = pairs.right.get(b);
    if (first !== undefined && second !== undefined) return first === second;
    // The engine does not survive a call stack that is too deep, so this does not come near it.
    if (pairs.left.size === maxDepth) throw new RangeError("the values are nested too deeply to be compared");
    pairs.count++;
    pairs.left.set(a, pairs.count);
    pairs.right.set(b, pairs.count);
    const same = sameContents(a, b, mode, pairs, keysOfB, kind);
    pairs.left.delete(a);
    pairs.right.delete(b);
    return same;
  }

  function sameContents(a, b, mode, pairs, keysOfB, kind) {
    if (kind === "Array" && !(mode === partly ? containsArray : sameArrays)(a, b, mode, pairs)) return false;
    if (kind === "Set" && !sameSets(a, b, mode, pairs)) return false;
    if (kind === "Map" && !sameMaps(a, b, mode, pairs)) return false;
    for (let i = 0; i < keysOfB.length; i++) if (!equal(a[keysOfB[i]], b[keysOfB[i]], mode, pairs)) return false;
    return true;
  }

  // containsArray finds the items of b in a, in their order. Holes are no items.
  function containsArray(a, b, mode, pairs) {
    let at = 0;
    for (let i = 0; i < b.length; i++) {
      if (!Object.hasOwn(b, i)) continue;
      while (at < a.length && !(Object.hasOwn(a, at) && equal(a[at], b[i], mode, pairs))) at++;
      if (at++ === a.length) return false;
    }
    return true;
  }

  function sameArrays(a, b, mode, pairs) {
    for (let i = 0; i < a.length; i++) {
      const has = Object.hasOwn(a, i);
      if (has !== Object.hasOwn(b, i)) return false;
      if (!has && a.length > 1000) return sameSparse(a, b, mode, pairs);
      if (has && !equal(a[i], b[i], mode, pairs)) return false;
    }
    return true;
  }

  // sameSparse does not count through the holes of a long array.
  function sameSparse(a, b, mode, pairs) {
    const indices = keys(a).filter(isIndex);
    if (indices.length !== keys(b).filter(isIndex).length) return false;
    return indices.every((i) => Object.hasOwn(b, i) && equal(a[i], b[i], mode, pairs));
  }

  // A member that is not in the other set as it stands may be equal to another one: each is used once.
  function sameSets(a, b, mode, pairs) {
    const left = [];
    for (const value of a) {
      if (b.has(value)) continue;
      if (mode === strictly && !isObject(value)) return false;
      left.push(value);
    }
    for (const value of b) {
      if (a.has(value)) continue;
      if (mode !== loosely && !isObject(value)) return false;
      const at = left.findIndex((other) => equal(other, value, mode, pairs));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    return mode === partly || left.length === 0;
  }

  function sameMaps(a, b, mode, pairs) {
    const left = [];
    for (const [key, value] of a) {
      if (b.has(key)) {
        if (equal(value, b.get(key), mode, pairs)) continue;
        if (!isObject(key)) return false;
      } else if (mode === strictly && !isObject(key)) {
        return false;
      }
      left.push([key, value]);
    }
    for (const [key, value] of b) {
      if (a.has(key) && equal(a.get(key), value, mode, pairs)) continue;
      if (mode === partly && !isObject(key)) return false;
      const at = left.findIndex(([k, v]) => equal(k, key, mode, pairs) && equal(v, value, mode, pairs));
      if (at < 0) return false;
      left.splice(at, 1);
    }
    return mode === partly || left.length === 0;
  }

  const noPairs = () => ({ left: new Map(), right: new Map(), count: 0 });
  return {
    isDeepEqual: (a, b) => equal(a, b, loosely, noPairs()),
    isDeepStrictEqual: (a, b) => equal(a, b, strictly, noPairs()),
    isPartlyEqual: (a, b) => equal(a, b, partly, noPairs()),
  };
})
