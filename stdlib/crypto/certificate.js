// The class X509Certificate of "node:crypto" (https://nodejs.org/docs/latest-v20.x/api/crypto.html#class-x509certificate).
(function (host, errors) {
  "use strict";
  const { checkObject, checkString, coded, invalidType, invalidValue } = errors;
  const { Buffer } = host;

  const flags = { wildcards: true, partialWildcards: true, multiLabelWildcards: false, singleLabelSubdomains: false };
  function optionsOf(options = {}) {
    checkObject(options, "options");
    const { subject = "default" } = options;
    checkString(subject, "options.subject");
    if (!["default", "always", "never"].includes(subject)) throw invalidValue("options.subject", subject);
    return [subject, ...Object.entries(flags).map(([name, fallback]) => {
      const value = options[name] ?? fallback;
      if (typeof value !== "boolean") throw invalidType(`options.${name}`, "of type boolean", value);
      return value;
    })];
  }
  // partsOf makes an object of a name: what is there twice is a list.
  function partsOf(list) {
    const parts = Object.create(null);
    for (let i = 0; i < list.length; i += 2) {
      const [name, value] = [list[i], list[i + 1]];
      parts[name] = name in parts ? [].concat(parts[name], value) : value;
    }
    return parts;
  }
  function placesOf(text) {
    const places = Object.create(null);
    for (const line of text.split("\n")) {
      const colon = line.indexOf(":");
      (places[line.slice(0, colon)] ??= []).push(line.slice(colon + 1));
    }
    return places;
  }
  function checkKey(key, type) {
    if (!host.isKey(key)) throw invalidType("pkey", "an instance of KeyObject", key);
    if (key.type !== type) throw coded(TypeError, "ERR_INVALID_ARG_VALUE", `The argument 'pkey' is invalid: it has to be a ${type} key. Received a ${key.type} one`);
  }
  const nistCurves = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

  class X509Certificate {
    #handle;
    constructor(buffer) {
      if (typeof buffer === "string") buffer = Buffer.from(buffer);
      if (!ArrayBuffer.isView(buffer)) throw invalidType("buffer", "of type string or an instance of Buffer, TypedArray, or DataView", buffer);
      this.#handle = host.read(buffer);
    }
    #fact(name) {
      return host.fact(this.#handle, name);
    }
    get subject() { return this.#fact("subject"); }
    get subjectAltName() { return this.#fact("subjectAltName"); }
    get issuer() { return this.#fact("issuer"); }
    get issuerCertificate() { return undefined; }
    get infoAccess() { return this.#fact("infoAccess"); }
    get validFrom() { return this.#fact("validFrom"); }
    get validTo() { return this.#fact("validTo"); }
    get validFromDate() { return this.#fact("validFromDate"); }
    get validToDate() { return this.#fact("validToDate"); }
    get fingerprint() { return this.#fact("fingerprint:sha1"); }
    get fingerprint256() { return this.#fact("fingerprint:sha256"); }
    get fingerprint512() { return this.#fact("fingerprint:sha512"); }
    get keyUsage() { return this.#fact("keyUsage"); }
    get serialNumber() { return this.#fact("serialNumber"); }
    get raw() { return this.#fact("raw"); }
    get publicKey() { return host.key(this.#handle); }
    get ca() { return this.#fact("ca"); }
    toString() { return this.#fact("pem"); }
    toJSON() { return this.toString(); }
    checkHost(name, options) {
      checkString(name, "name");
      return host.host(this.#handle, name, ...optionsOf(options));
    }
    checkEmail(email, options) {
      checkString(email, "email");
      return host.email(this.#handle, email, ...optionsOf(options)) ? email : undefined;
    }
    checkIP(ip) {
      checkString(ip, "ip");
      const found = host.ip(this.#handle, ip);
      if (found === undefined) throw coded(TypeError, "ERR_INVALID_ARG_VALUE", "Invalid IP");
      return found ? ip : undefined;
    }
    checkIssued(otherCert) {
      if (!(otherCert instanceof X509Certificate)) throw invalidType("otherCert", "an instance of X509Certificate", otherCert);
      return host.issued(this.#handle, otherCert.#handle);
    }
    checkPrivateKey(pkey) {
      checkKey(pkey, "private");
      return host.isOf(this.#handle, pkey);
    }
    verify(pkey) {
      checkKey(pkey, "public");
      return host.verify(this.#handle, pkey);
    }
    toLegacyObject() {
      const { subjectAltName, infoAccess, keyUsage } = this;
      const legacy = { subject: partsOf(this.#fact("subjectParts")), issuer: partsOf(this.#fact("issuerParts")) };
      if (subjectAltName !== undefined) legacy.subjectaltname = subjectAltName;
      if (infoAccess !== undefined) legacy.infoAccess = placesOf(infoAccess);
      legacy.ca = this.ca;
      const { asymmetricKeyType: type, asymmetricKeyDetails: details } = this.publicKey;
      if (type === "rsa") {
        const modulus = Buffer.from(this.publicKey.export({ format: "jwk" }).n, "base64url").toString("hex").toUpperCase();
        Object.assign(legacy, {
          modulus, bits: details.modulusLength, exponent: `0x${details.publicExponent.toString(16)}`, pubkey: this.#fact("point"),
        });
      } else if (type === "ec") {
        const curve = details.namedCurve;
        const bits = Number(nistCurves[curve].slice(2));
        Object.assign(legacy, { bits, pubkey: this.#fact("point"), asn1Curve: curve, nistCurve: nistCurves[curve] });
      }
      const { validFrom: valid_from, validTo: valid_to, fingerprint, fingerprint256, fingerprint512 } = this;
      Object.assign(legacy, { valid_from, valid_to, fingerprint, fingerprint256, fingerprint512 });
      if (keyUsage !== undefined) legacy.ext_key_usage = keyUsage;
      return Object.assign(legacy, { serialNumber: this.serialNumber, raw: this.raw });
    }
    [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
      if (depth !== null && depth < 0) return this;
      const { subject, subjectAltName, issuer, infoAccess, validFrom, validTo, fingerprint, fingerprint256, fingerprint512, keyUsage, serialNumber } = this;
      const shown = { subject, subjectAltName, issuer, infoAccess, validFrom, validTo, fingerprint, fingerprint256, fingerprint512, keyUsage, serialNumber };
      return `X509Certificate ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
    }
  }
  return { X509Certificate };
})
