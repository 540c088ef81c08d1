// The error classes of lariat and DOMException (https://webidl.spec.whatwg.org/#idl-DOMException).
// The host calls a part once a runtime, when it first needs a class: all of them would take 65 KB.
// It gives them the built-ins: a script may have taken away its own by then.
({
  lariat(Error, Object) {
    "use strict";
    const hidden = (target, key, value) =>
      Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });

    // The options are the cause and whatever else the error shall tell: new RateLimitError("full", { retryAfter: 500 }).
    class LariatError extends Error {
      constructor(message, options) {
        super(message, options);
        const { cause, code = new.target.code, ...more } = Object(options);
        if (code !== undefined) hidden(this, "code", code);
        Object.assign(this, more);
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

  web(Error, Object, Symbol) {
    "use strict";
    const hidden = (target, key, value) =>
      Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
    const codes = {
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
        if (typeof stack === "string" && stack.startsWith("Error")) hidden(this, "stack", this.#name + stack.slice(5));
      }
      get name() {
        return this.#name;
      }
      get message() {
        return this.#message;
      }
      get code() {
        return Object.hasOwn(codes, this.#name) ? codes[this.#name] : 0;
      }
    }
    constants.forEach((name, i) => {
      for (const target of [DOMException, DOMException.prototype]) {
        Object.defineProperty(target, name, { value: i + 1, enumerable: true });
      }
    });
    for (const key of ["name", "message", "code"]) {
      const own = Object.getOwnPropertyDescriptor(DOMException.prototype, key);
      Object.defineProperty(DOMException.prototype, key, { ...own, enumerable: true });
    }
    Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: "DOMException", configurable: true });
    return DOMException;
  },
})
