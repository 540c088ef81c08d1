// The error classes of lariat and DOMException (https://webidl.spec.whatwg.org/#idl-DOMException).
// The host calls a part once a runtime, when it first needs a class: all of them would take 65 KB.
// It gives them the built-ins, and natives for what those would be asked: a script may have changed its own by then. So
// nothing here iterates, or calls a method of a built-in.
({
  lariat(tools, Error, Object) {
    "use strict";
    const { define, assign } = tools;
    const hidden = (target, key, value) =>
      define(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

    // The options are the cause and whatever else the error shall tell: new RateLimitError("full", { retryAfter: 500 }).
    class LariatError extends Error {
      constructor(message, options) {
        super(message, options);
        const { cause, code = new.target.code, ...more } = Object(options);
        if (code !== undefined) hidden(this, "code", code);
        assign(this, more);
      }
    }
    hidden(LariatError.prototype, "name", "LariatError");
    const derive = (name, code) => {
      const C = { [name]: class extends LariatError {} }[name];
      hidden(C, "code", code);
      hidden(C.prototype, "name", name);
      return C;
    };
    return { LariatError, derive };
  },

  web(tools, Error, _, tag) {
    "use strict";
    const { define, own, titled } = tools;
    const hidden = (target, key, value) =>
      define(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
    const codes = {
      __proto__: null,
      IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
      NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10,
      InvalidStateError: 11, SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14,
      InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19, AbortError: 20,
      URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
    };
    const constants = [
      "INDEX_SIZE_ERR", "DOMSTRING_SIZE_ERR", "HIERARCHY_REQUEST_ERR", "WRONG_DOCUMENT_ERR", "INVALID_CHARACTER_ERR",
      "NO_DATA_ALLOWED_ERR", "NO_MODIFICATION_ALLOWED_ERR", "NOT_FOUND_ERR", "NOT_SUPPORTED_ERR", "INUSE_ATTRIBUTE_ERR",
      "INVALID_STATE_ERR", "SYNTAX_ERR", "INVALID_MODIFICATION_ERR", "NAMESPACE_ERR", "INVALID_ACCESS_ERR",
      "VALIDATION_ERR", "TYPE_MISMATCH_ERR", "SECURITY_ERR", "NETWORK_ERR", "ABORT_ERR", "URL_MISMATCH_ERR",
      "QUOTA_EXCEEDED_ERR", "TIMEOUT_ERR", "INVALID_NODE_TYPE_ERR", "DATA_CLONE_ERR",
    ];
    class DOMException extends Error {
      #name;
      #message;
      constructor(message = "", options = "Error") {
        super(`${message}`);
        this.#message = this.message;
        delete this.message;
        if (options !== null && typeof options === "object") {
          this.#name = options.name === undefined ? "Error" : `${options.name}`;
          if ("cause" in options) hidden(this, "cause", options.cause);
        } else {
          this.#name = `${options}`;
        }
        const { stack } = this;
        if (typeof stack === "string") hidden(this, "stack", titled(stack, this.#name));
      }
      get name() {
        return this.#name;
      }
      get message() {
        return this.#message;
      }
      get code() {
        return codes[this.#name] ?? 0;
      }
    }
    const { prototype } = DOMException;
    for (let i = 0; i < constants.length; i++) {
      const constant = { __proto__: null, value: i + 1, enumerable: true };
      define(DOMException, constants[i], constant);
      define(prototype, constants[i], constant);
    }
    const show = (key) => define(prototype, key, { __proto__: null, get: own(prototype, key).get, enumerable: true, configurable: true });
    show("name");
    show("message");
    show("code");
    define(prototype, tag, { __proto__: null, value: "DOMException", configurable: true });
    return DOMException;
  },
})
