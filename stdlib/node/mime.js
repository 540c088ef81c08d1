// The classes MIMEType and MIMEParams of "node:util" (https://nodejs.org/docs/latest-v20.x/api/util.html#class-utilmimetype),
// as the MIME Sniffing Standard reads media types.
(function (host, errors) {
  "use strict";
  const { coded } = errors;
  const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
  const notQuotable = /[^\t\u0020-~\u0080-\u00ff]/;
  const [spaces, trailing] = [/^[\r\n\t ]+/, /[\r\n\t ]+$/];

  const wrong = (what, text, at) =>
    coded(TypeError, "ERR_INVALID_MIME_SYNTAX", `The MIME syntax for a ${what} in ${JSON.stringify(text)} is invalid${at < 0 ? "" : ` at ${at}`}`);

  // token gives a text that has to be one; where is the text that it is a part of.
  function token(text, what, where = text) {
    const at = text.search(notToken);
    if (text === "" || at >= 0) throw wrong(what, where, at);
    return text;
  }
  const written = (value) => (value === "" || notToken.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value);

  // pairs reads "a=b; c="d"": names and values, without what is not well formed.
  function* pairs(text) {
    const parameter = /[\r\n\t ]*([^;=]*)(?:=("(?:\\[^]|[^"\\])*(?:\\$|"|$)[^;]*|[^;]*))?(?:;|$)/y;
    while (parameter.lastIndex < text.length) {
      const [, name, raw] = parameter.exec(text);
      if (raw === undefined) continue;
      let value = raw.replace(trailing, "");
      if (raw.startsWith("\"")) value = /^"((?:\\[^]|[^"\\])*\\?)/.exec(raw)[1].replace(/\\([^])/g, "$1");
      else if (value === "") continue;
      if (name !== "" && !notToken.test(name) && !notQuotable.test(value)) yield [name.toLowerCase(), value];
    }
  }

  class MIMEParams {
    #all = new Map();
    static {
      host.read = (text) => {
        const params = new MIMEParams();
        for (const [name, value] of pairs(text)) if (!params.#all.has(name)) params.#all.set(name, value);
        return params;
      };
    }
    delete(name) {
      this.#all.delete(name);
    }
    get(name) {
      return this.#all.get(name) ?? null;
    }
    has(name) {
      return this.#all.has(name);
    }
    set(name, value) {
      const text = `${value}`;
      const key = token(`${name}`, "parameter name");
      const at = text.search(notQuotable);
      if (at >= 0) throw wrong("parameter value", text, at);
      this.#all.set(key, text);
    }
    *entries() {
      yield* this.#all.entries();
    }
    *keys() {
      yield* this.#all.keys();
    }
    *values() {
      yield* this.#all.values();
    }
    toString() {
      return Array.from(this.#all, ([name, value]) => `${name}=${written(value)}`).join(";");
    }
  }
  const { prototype } = MIMEParams;
  for (const [key, value] of [[Symbol.iterator, prototype.entries], ["toJSON", prototype.toString]]) errors.hidden(prototype, key, value);

  class MIMEType {
    #type;
    #subtype;
    #params;
    constructor(input) {
      const text = `${input}`;
      const rest = text.replace(spaces, "");
      const slash = rest.indexOf("/");
      const type = slash < 0 ? rest : rest.slice(0, slash);
      const at = type.search(notToken);
      if (type === "" || at >= 0 || slash < 0) throw wrong("type", text, at);
      const end = rest.indexOf(";", slash);
      const subtype = rest.slice(slash + 1, end < 0 ? undefined : end).replace(trailing, "");
      this.#type = type.toLowerCase();
      this.#subtype = token(subtype, "subtype", text).toLowerCase();
      this.#params = host.read(end < 0 ? "" : rest.slice(end + 1));
    }
    get type() {
      return this.#type;
    }
    set type(value) {
      this.#type = token(`${value}`, "type").toLowerCase();
    }
    get subtype() {
      return this.#subtype;
    }
    set subtype(value) {
      this.#subtype = token(`${value}`, "subtype").toLowerCase();
    }
    get essence() {
      return `${this.#type}/${this.#subtype}`;
    }
    get params() {
      return this.#params;
    }
    toString() {
      const params = `${this.#params}`;
      return params === "" ? this.essence : `${this.essence};${params}`;
    }
  }
  errors.hidden(MIMEType.prototype, "toJSON", MIMEType.prototype.toString);
  return { MIMEType, MIMEParams };
})
