// The modules "node:readline" and "node:readline/promises" (https://nodejs.org/docs/latest-v20.x/api/readline.html): lines of
// a stream. The line that is being typed on a terminal is edited by the terminal.
(function (host, errors) {
  "use strict";
  const { AbortError, checkSignal, checkString, coded, invalidType, invalidValue } = errors;
  const { EventEmitter, StringDecoder } = host;
  const ending = /\r\n|\n|\r(?!\n)|\u2028|\u2029/;
  const crlfDelay = 100; // ms within which a line feed belongs to the carriage return before it, at least

  const optionsOf = (input, output, completer, terminal) => {
    const own = input?.input;
    return own ? input : { input, output, completer, terminal };
  };

  function Interface(...args) {
    if (!(this instanceof Interface)) return new Interface(...args);
    EventEmitter.call(this);
    const options = optionsOf(...args);
    const { input, output, signal, historySize } = options;
    if (typeof input?.on !== "function") throw invalidType("input", "a stream to read from", input);
    if (historySize !== undefined && !(typeof historySize === "number" && historySize >= 0)) throw invalidValue("historySize", historySize);
    checkSignal(signal, "options.signal");
    this.input = input;
    this.output = output;
    this.terminal = Boolean(options.terminal ?? output?.isTTY);
    this.line = "";
    this.cursor = 0;
    this.history = [];
    this.paused = false;
    this.closed = false;
    this.crlfDelay = options.crlfDelay ? Math.max(crlfDelay, options.crlfDelay) : crlfDelay;
    let prompt = options.prompt === undefined ? "> " : `${options.prompt}`;
    let rest = "";
    let returned = 0; // when a carriage return was the last character
    const decoder = new StringDecoder("utf8");
    this.getPrompt = () => prompt;
    this.setPrompt = (text) => {
      prompt = text;
    };
    const tell = (line) => {
      const answer = this._question;
      if (answer === undefined) {
        this.emit("line", line);
        return;
      }
      this._question = undefined;
      prompt = answer.prompt;
      answer.callback(line);
    };
    const ondata = (chunk) => {
      let text = typeof chunk === "string" ? chunk : decoder.write(chunk);
      if (returned > 0 && Date.now() - returned <= this.crlfDelay && text.startsWith("\n")) text = text.slice(1);
      returned = 0;
      if (text === "") return;
      const ends = ending.test(text);
      text = rest + text;
      rest = "";
      if (!ends) {
        rest = text;
        return;
      }
      returned = text.endsWith("\r") ? Date.now() : 0;
      const lines = text.split(ending);
      rest = lines.pop();
      for (const line of lines) tell(line);
    };
    const onend = () => {
      const last = rest + decoder.end();
      rest = "";
      if (last !== "") tell(last);
      this.close();
    };
    const onerror = (error) => this.emit("error", error);
    input.on("data", ondata);
    input.on("end", onend);
    input.on("error", onerror);
    this._detach = () => {
      input.removeListener("data", ondata);
      input.removeListener("end", onend);
      input.removeListener("error", onerror);
    };
    if (signal) {
      const abort = () => this.close();
      if (signal.aborted) {
        host.tick(abort);
      } else {
        signal.addEventListener("abort", abort, { once: true });
        this.once("close", () => signal.removeEventListener("abort", abort));
      }
    }
    for (const name of ["_detach", "_question"]) Object.defineProperty(this, name, { enumerable: false, writable: true, value: this[name] });
    input.resume();
  }
  Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
  Object.setPrototypeOf(Interface, EventEmitter);

  const afterClose = () => coded(Error, "ERR_USE_AFTER_CLOSE", "readline was closed");
  const methods = {
    prompt() {
      if (this.paused) this.resume();
      this.output?.write(this.getPrompt());
    },
    question(query, options, callback) {
      if (typeof options === "function") [options, callback] = [{}, options];
      ask(this, query, options ?? {}, callback);
    },
    pause() {
      if (this.paused) return this;
      this.input.pause();
      this.paused = true;
      this.emit("pause");
      return this;
    },
    resume() {
      if (!this.paused) return this;
      this.input.resume();
      this.paused = false;
      this.emit("resume");
      return this;
    },
    // write gives text as if it had been typed.
    write(text) {
      if (this.closed) throw afterClose();
      if (this.paused) this.resume();
      if (text !== undefined && text !== null) this.input.emit("data", `${text}`);
    },
    close() {
      if (this.closed) return;
      this.pause();
      this._detach();
      this.closed = true;
      this.emit("close");
    },
    getCursorPos: () => ({ rows: 0, cols: 0 }),
  };
  for (const [name, f] of Object.entries(methods)) errors.hidden(Interface.prototype, name, f);
  errors.hidden(Interface.prototype, Symbol.asyncIterator, function () {
    const lines = EventEmitter.on(this, "line", { close: ["close"] });
    const iterator = {
      [Symbol.asyncIterator]: () => iterator,
      next: async () => {
        const { value, done } = await lines.next();
        return { value: done ? undefined : value[0], done };
      },
      return: async (value) => {
        this.close();
        await lines.return();
        return { value, done: true };
      },
    };
    return iterator;
  });
  errors.hidden(Interface.prototype, Symbol.dispose, methods.close);

  function ask(rl, query, { signal }, callback) {
    if (rl.closed) throw afterClose();
    checkSignal(signal, "options.signal");
    if (typeof callback !== "function" || signal?.aborted) return;
    const answer = { prompt: rl.getPrompt(), callback };
    if (rl._question === undefined) {
      rl.setPrompt(`${query}`);
      rl._question = answer;
      signal?.addEventListener("abort", () => {
        if (rl._question !== answer) return;
        rl._question = undefined;
        rl.setPrompt(answer.prompt);
      }, { once: true });
    }
    rl.prompt();
  }

  class PromiseInterface extends Interface {
    question(query, options = {}) {
      return new Promise((resolve, reject) => {
        const { signal } = options;
        checkSignal(signal, "options.signal");
        const stop = () => reject(new AbortError(undefined, { cause: signal.reason }));
        if (signal?.aborted) {
          stop();
          return;
        }
        // Where the interface closes there will be no answer.
        const onclose = () => reject(new AbortError("readline was closed before there was an answer"));
        this.once("close", onclose);
        signal?.addEventListener("abort", stop, { once: true });
        ask(this, query, options, (line) => {
          this.removeListener("close", onclose);
          signal?.removeEventListener("abort", stop);
          resolve(line);
        });
      });
    }
  }

  const step = (n, back, forth) => (n < 0 ? `\x1b[${-n}${back}` : n > 0 ? `\x1b[${n}${forth}` : "");
  const moves = {
    clearLine: (direction) => (direction < 0 ? "\x1b[1K" : direction > 0 ? "\x1b[0K" : "\x1b[2K"),
    clearScreenDown: () => "\x1b[0J",
    cursorTo(x, y) {
      if (typeof x !== "number" || Number.isNaN(x)) throw invalidValue("x", x);
      return typeof y === "number" ? `\x1b[${y + 1};${x + 1}H` : `\x1b[${x + 1}G`;
    },
    moveCursor: (dx, dy) => step(dx, "D", "C") + step(dy, "A", "B"),
  };
  const functions = {};
  for (const [name, text] of Object.entries(moves)) {
    functions[name] = { [name](stream, ...args) {
      const callback = typeof args.at(-1) === "function" ? args.pop() : undefined;
      const written = text(...args);
      if (stream === null || stream === undefined || written === "") {
        if (callback) host.tick(callback, null);
        return true;
      }
      return stream.write(written, callback);
    } }[name];
  }

  // Readline gathers moves of the cursor and writes them at once.
  class Readline {
    #stream;
    #list = [];
    #auto;
    constructor(stream, { autoCommit = false } = {}) {
      if (typeof stream?.write !== "function") throw invalidType("stream", "an instance of Writable", stream);
      this.#stream = stream;
      this.#auto = autoCommit;
    }
    #add(text) {
      if (this.#auto) host.tick(() => this.#stream.write(text));
      else this.#list.push(text);
      return this;
    }
    clearLine(direction) {
      return this.#add(moves.clearLine(direction));
    }
    clearScreenDown() {
      return this.#add(moves.clearScreenDown());
    }
    cursorTo(x, y) {
      return this.#add(moves.cursorTo(x, y));
    }
    moveCursor(dx, dy) {
      return this.#add(moves.moveCursor(dx, dy));
    }
    commit() {
      const text = this.#list.join("");
      this.#list = [];
      return new Promise((resolve) => this.#stream.write(text, () => resolve()));
    }
    rollback() {
      this.#list = [];
      return this;
    }
  }

  const createInterface = (Class) => function createInterface(...args) {
    return new Class(...args);
  };
  const question = function question(query, options) {
    checkString(query, "query");
    return new Promise((resolve) => this.question(query, options ?? {}, resolve));
  };
  Object.defineProperty(Interface.prototype.question, Symbol.for("nodejs.util.promisify.custom"), { value: question });
  const promises = { Interface: PromiseInterface, Readline, createInterface: createInterface(PromiseInterface) };
  return {
    ...functions, Interface, createInterface: createInterface(Interface), promises,
    emitKeypressEvents() {}, // a terminal gives whole lines here
  };
})
