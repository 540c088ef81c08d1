// util.types: what an object is inside, whatever its prototype and properties pretend. kindOf is the host's.
(function (host) {
  "use strict";
  const { kindOf } = host;
  const tagOfTypedArray = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
  const isFunction = (value) => typeof value === "function";

  const types = {};
  const define = (name, test) => {
    types[name] = { [name]: (value) => test(value) }[name];
  };
  const kinds = {
    isDate: ["Date"], isArgumentsObject: ["Arguments"], isNativeError: ["Error"], isRegExp: ["RegExp"], isPromise: ["Promise"],
    isMap: ["Map"], isSet: ["Set"], isMapIterator: ["MapIterator"], isSetIterator: ["SetIterator"], isWeakMap: ["WeakMap"],
    isWeakSet: ["WeakSet"], isArrayBuffer: ["ArrayBuffer"], isDataView: ["DataView"], isProxy: ["Proxy"],
    isSharedArrayBuffer: ["SharedArrayBuffer"], isAnyArrayBuffer: ["ArrayBuffer", "SharedArrayBuffer"], isBoxedPrimitive: ["Boxed", "BoxedString"], isStringObject: ["BoxedString"],
    isArrayBufferView: ["TypedArray", "DataView"], isTypedArray: ["TypedArray"],
  };
  for (const [name, list] of Object.entries(kinds)) define(name, (value) => list.includes(kindOf(value)));

  // What is in a box shows when it is asked for a value of one type.
  for (const [name, { prototype }] of Object.entries({ Number, Boolean, Symbol, BigInt })) {
    const { valueOf } = prototype;
    define(`is${name}Object`, (value) => {
      if (kindOf(value) !== "Boxed") return false;
      try {
        valueOf.call(value);
        return true;
      } catch {
        return false;
      }
    });
  }
  // An async function or generator may have been made of an ordinary one: what tells it is its prototype.
  define("isAsyncFunction", (f) => isFunction(f) && (kindOf(f) === "AsyncFunction" || /^Async(Generator)?Function$/.test(tagOf(f))));
  define("isGeneratorFunction", (f) => isFunction(f) && (kindOf(f) === "GeneratorFunction" || tagOf(f) === "AsyncGeneratorFunction"));
  define("isGeneratorObject", (value) => kindOf(value) === "Generator" || (kindOf(value) === "Plain" && tagOf(value) === "AsyncGenerator"));
  define("isModuleNamespaceObject", (value) =>
    kindOf(value) === "Plain" && Object.getPrototypeOf(value) === null && tagOf(value) === "Module" && !Object.isExtensible(value));
  for (const name of [
    "Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array", "Int32Array", "Float32Array",
    "Float64Array", "BigInt64Array", "BigUint64Array",
  ]) {
    define(`is${name}`, (value) => kindOf(value) === "TypedArray" && tagOfTypedArray.call(value) === name);
  }
  // Nothing here is one of these.
  for (const name of ["isExternal", "isKeyObject", "isCryptoKey"]) define(name, () => false);
  define("isCryptoKey", (value) => typeof globals.CryptoKey === "function" && value instanceof globals.CryptoKey);
  return types;
})
