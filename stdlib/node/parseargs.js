// util.parseArgs (https://nodejs.org/docs/latest-v20.x/api/util.html#utilparseargsconfig).
(function (host, errors) {
  "use strict";
  const { checkBoolean, checkObject, checkString, coded, invalidType, invalidValue } = errors;
  const unknown = (name, positional) => {
    const hint = positional ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${name}"` : "";
    return coded(TypeError, "ERR_PARSE_ARGS_UNKNOWN_OPTION", `Unknown option '${name}'${hint}`);
  };
  const badValue = (message) => coded(TypeError, "ERR_PARSE_ARGS_INVALID_OPTION_VALUE", message);

  function checkOptions(options) {
    checkObject(options, "options");
    for (const [name, option] of Object.entries(options)) {
      checkObject(option, `options.${name}`);
      const { type, short, multiple } = option;
      if (type !== "string" && type !== "boolean") throw invalidType(`options.${name}.type`, "('string|boolean')", type);
      if (Object.hasOwn(option, "short")) {
        checkString(short, `options.${name}.short`);
        if (short.length !== 1) throw invalidValue(`options.${name}.short`, short, "must be a single character");
      }
      if (Object.hasOwn(option, "multiple")) checkBoolean(multiple, `options.${name}.multiple`);
      if (option.default !== undefined) checkDefault(`options.${name}.default`, option.default, type, multiple);
    }
  }

  function checkDefault(name, value, type, multiple) {
    const check = type === "string" ? checkString : checkBoolean;
    if (!multiple) {
      check(value, name);
      return;
    }
    if (!Array.isArray(value)) throw invalidType(name, "an instance of Array", value);
    value.forEach((item, i) => check(item, `${name}[${i}]`));
  }

  // optionOf finds the option of a name, or of a short one.
  const optionOf = (options, name) => (Object.hasOwn(options, name) ? options[name] : undefined);
  const longName = (options, short) => Object.keys(options).find((name) => options[name].short === short) ?? short;
  const takesText = (options, name) => optionOf(options, name)?.type === "string";

  // tokenize splits the arguments into options, positionals and the terminator, without a look at what is allowed.
  function tokenize(args, options) {
    const tokens = [];
    const rest = args.map((text, index) => ({ text, index }));
    while (rest.length > 0) {
      const { text, index } = rest.shift();
      const next = () => (rest.length > 0 ? rest[0].text : undefined);
      const option = (name, rawName, value, inlineValue) => tokens.push({ kind: "option", name, rawName, index, value, inlineValue });
      const valueFor = (name, rawName) => {
        if (takesText(options, name) && next() !== undefined) option(name, rawName, rest.shift().text, false);
        else option(name, rawName, undefined, undefined);
      };
      if (text === "--") {
        tokens.push({ kind: "option-terminator", index });
        for (const positional of rest.splice(0)) tokens.push({ kind: "positional", index: positional.index, value: positional.text });
      } else if (/^-[^-]$/s.test(text)) {
        valueFor(longName(options, text[1]), text);
      } else if (/^-[^-]./s.test(text)) {
        // A group: -abc is -a -b -c, and -fVALUE is -f VALUE where -f takes text.
        const first = longName(options, text[1]);
        if (takesText(options, first)) {
          option(first, `-${text[1]}`, text.slice(2), true);
          continue;
        }
        const parts = [];
        for (let i = 1; i < text.length; i++) {
          const last = i === text.length - 1;
          if (takesText(options, longName(options, text[i])) && !last) {
            parts.push(`-${text.slice(i)}`);
            break;
          }
          parts.push(`-${text[i]}`);
        }
        rest.unshift(...parts.map((part) => ({ text: part, index })));
      } else if (/^--[^=]+=/s.test(text)) {
        const at = text.indexOf("=");
        option(text.slice(2, at), text.slice(0, at), text.slice(at + 1), true);
      } else if (/^--./s.test(text)) {
        valueFor(text.slice(2), text);
      } else {
        tokens.push({ kind: "positional", index, value: text });
      }
    }
    return tokens;
  }

  // negated is the option that --no-name turns off.
  function negated(token, options, allowNegative) {
    if (!allowNegative || !token.name.startsWith("no-") || optionOf(options, token.name) !== undefined) return undefined;
    const name = token.name.slice(3);
    return optionOf(options, name)?.type === "boolean" ? name : undefined;
  }

  function checkToken(token, { options, allowPositionals }) {
    const option = optionOf(options, token.name);
    if (option === undefined) throw unknown(token.rawName, allowPositionals);
    const flag = `${option.short ? `-${option.short}, ` : ""}--${token.name}`;
    if (option.type === "string" && typeof token.value !== "string") throw badValue(`Option '${flag} <value>' argument missing`);
    if (option.type === "boolean" && token.value !== undefined) throw badValue(`Option '${flag}' does not take an argument`);
    if (token.inlineValue || typeof token.value !== "string" || token.value.length < 2 || token.value[0] !== "-") return;
    const example = token.rawName.startsWith("--") ? `'${token.rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
    throw badValue(
      `Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${token.rawName}'?\n` +
        `To specify an option argument starting with a dash use ${example}.`,
    );
  }

  function store(values, name, value, options) {
    if (name === "__proto__") return;
    if (optionOf(options, name)?.multiple) (Object.hasOwn(values, name) ? values[name] : (values[name] = [])).push(value);
    else values[name] = value;
  }

  return function parseArgs(config = {}) {
    const { args = host.args(), strict = true, options = {}, tokens: returnTokens = false, allowNegative = false } = config;
    const allowPositionals = config.allowPositionals ?? !strict;
    if (!Array.isArray(args)) throw invalidType("args", "an instance of Array", args);
    for (const [name, value] of Object.entries({ strict, allowPositionals, tokens: returnTokens, allowNegative })) checkBoolean(value, name);
    checkOptions(options);
    const tokens = tokenize(args, options);
    const values = { __proto__: null };
    const positionals = [];
    for (const token of tokens) {
      if (token.kind === "positional") {
        if (!allowPositionals) {
          throw coded(TypeError, "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL",
            `Unexpected argument '${token.value}'. This command does not take positional arguments`);
        }
        positionals.push(token.value);
      } else if (token.kind === "option") {
        const off = negated(token, options, allowNegative);
        if (off !== undefined) {
          store(values, off, false, options);
          continue;
        }
        if (strict) checkToken(token, { options, allowPositionals });
        store(values, token.name, token.value ?? true, options);
      }
    }
    for (const [name, option] of Object.entries(options)) {
      if (option.default !== undefined && !Object.hasOwn(values, name)) values[name] = option.default;
    }
    return { values, positionals, ...(returnTokens && { tokens }) };
  };
})
