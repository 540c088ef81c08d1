// describe(value) writes down everything that a script can see of a value: types, prototypes, property order and
// attributes, identity. It runs in Node, to record what is expected, and in goja, to compare.
(function () {
  const protos = new Map(["Object", "Array", "Map", "Set", "Date", "RegExp", "ArrayBuffer", "DataView", "Number", "String",
    "Boolean", "BigInt", "Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
    "Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array",
    "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "AggregateError"].map((n) => [globalThis[n].prototype, n]));
  const quote = (s) => '"' + s.replace(/[^ !#-\[\]-~]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0")) + '"';
  const typed = Object.getPrototypeOf(Uint8Array.prototype);

  return function describe(root) {
    const ids = new Map();
    const list = (xs) => xs.join(", ");
    const slots = (o, name) => {
      if (name === "Map") return "{" + list([...o].map(([k, v]) => value(k) + " => " + value(v))) + "}";
      if (name === "Set") return "{" + list([...o].map(value)) + "}";
      if (name === "Date") return "(" + o.getTime() + ")";
      if (name === "RegExp") return "(" + quote(o.source) + o.flags + " " + o.lastIndex + ")";
      if (name === "ArrayBuffer") return "(" + list(Array.from(new Uint8Array(o))) + ")";
      if (name === "DataView") return "(" + value(o.buffer) + " " + o.byteOffset + "+" + o.byteLength + ")";
      if (["Number", "String", "Boolean", "BigInt"].includes(name)) return "(" + value(o.valueOf()) + ")";
      if (typed.isPrototypeOf(o)) return "(" + value(o.buffer) + " " + o.byteOffset + "+" + o.length + " " + String(o[0]) + ")";
      return "";
    };
    function value(v) {
      if (typeof v === "string") return quote(v);
      if (typeof v === "bigint") return v + "n";
      if (typeof v === "number") return Object.is(v, -0) ? "-0" : String(v);
      if (typeof v === "symbol" || typeof v === "function") return typeof v;
      if (typeof v !== "object" || v === null) return String(v);
      if (ids.has(v)) return "#" + ids.get(v);
      const id = ids.size;
      ids.set(v, id);
      const proto = Object.getPrototypeOf(v);
      const name = proto === null ? "null" : protos.get(proto) || "class";
      const tag = Object.prototype.toString.call(v).slice(8, -1);
      let out = "#" + id + "=" + name + (tag === name ? "" : "/" + tag) + slots(v, name);
      const skip = (k) => name.endsWith("Array") && name !== "Array" && /^\d+$/.test(k) || (name === "String" && (k === "length" || /^\d+$/.test(k)));
      const props = Reflect.ownKeys(v).filter((k) => !skip(k) && !(k === "lastIndex" && name === "RegExp")).map((k) => {
        const d = Object.getOwnPropertyDescriptor(v, k);
        const flags = (d.writable ? "" : "r") + (d.enumerable ? "" : "h") + (d.configurable ? "" : "f");
        if (k === "stack") return "stack" + flags + ": " + typeof d.value;
        return quote(String(k)) + flags + ": " + ("value" in d ? value(d.value) : "accessor");
      });
      return out + "{" + list(props) + "}";
    }
    return value(root);
  };
})()
