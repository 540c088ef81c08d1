/** Random numbers and digests, in the shapes of the web (https://w3c.github.io/webcrypto) and of Node. */

/** What a key may be used for. */
type KeyUsage = "decrypt" | "deriveBits" | "deriveKey" | "encrypt" | "sign" | "unwrapKey" | "verify" | "wrapKey";
/** How a key is written outside. */
type KeyFormat = "jwk" | "pkcs8" | "raw" | "spki";
/** An algorithm with the members that an operation needs: { name: "AES-GCM", iv }. Names are in any case. */
type CryptoAlgorithm = string | { name: string; [member: string]: any };

/** A JSON Web Key (RFC 7517). */
interface JsonWebKey {
  alg?: string;
  crv?: string;
  d?: string;
  dp?: string;
  dq?: string;
  e?: string;
  ext?: boolean;
  k?: string;
  key_ops?: string[];
  kty?: string;
  n?: string;
  p?: string;
  q?: string;
  qi?: string;
  use?: string;
  x?: string;
  y?: string;
}

/** A key. It can be posted to a worker, which gets the same key, and not its bytes. */
interface CryptoKey {
  readonly type: "private" | "public" | "secret";
  /** Whether exportKey and wrapKey give it away. */
  readonly extractable: boolean;
  /** What it is for, with the members that belong to the key: hash, length, namedCurve, modulusLength. */
  readonly algorithm: { name: string; [member: string]: any };
  readonly usages: KeyUsage[];
}

/** The class of keys. Scripts cannot construct it. */
declare var CryptoKey: { prototype: CryptoKey; new (): CryptoKey };

/** The two keys of an algorithm that has two. */
interface CryptoKeyPair {
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

/**
 * The cryptography of the web: HMAC; AES-GCM, AES-CBC, AES-CTR, AES-KW; PBKDF2, HKDF; ECDSA and ECDH on P-256, P-384 and
 * P-521; Ed25519, X25519; RSASSA-PKCS1-v1_5, RSA-PSS, RSA-OAEP. What takes long is done beside the script. RSA keys have
 * 1024 to 16384 bits and the exponent 65537 when they are generated; RSA-PSS needs a saltLength above 0.
 *
 * Errors are DOMExceptions: NotSupportedError for an algorithm that is not here, InvalidAccessError for a key that is not
 * for it, SyntaxError for usages that the key cannot have, DataError for what is no key, OperationError for everything
 * that fails after that, such as a text that cannot be decrypted. A member that is missing is a TypeError.
 */
interface SubtleCrypto {
  /**
   * Returns the digest of the data as it is now. Large data is digested beside the script.
   * @param algorithm "SHA-1", "SHA-256", "SHA-384" or "SHA-512", in any case, or an object with that name
   * @throws DOMException NotSupportedError for another algorithm; TypeError when data is no buffer or view
   * ```js
   * const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode("hello")));
   * console.log(bytes.length, bytes[0]);
   * // Output: 32 44
   * ```
   */
  digest(algorithm: string | { name: string }, data: BufferSource): Promise<ArrayBuffer>;
  /**
   * Makes a key, or two.
   * ```js
   * const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
   * const data = new TextEncoder().encode("a contract");
   * const signature = await crypto.subtle.sign("Ed25519", privateKey, data);
   * console.log(await crypto.subtle.verify("Ed25519", publicKey, signature, data));
   * // Output: true
   * ```
   */
  generateKey(algorithm: CryptoAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>): Promise<any>;
  /** Makes a key of bytes, or of a JSON Web Key. */
  importKey(format: KeyFormat, data: BufferSource | JsonWebKey, algorithm: CryptoAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>): Promise<CryptoKey>;
  /** Gives the bytes of a key, or a JSON Web Key. */
  exportKey(format: "jwk", key: CryptoKey): Promise<JsonWebKey>;
  exportKey(format: "pkcs8" | "raw" | "spki", key: CryptoKey): Promise<ArrayBuffer>;
  /** Signs data: HMAC, ECDSA (with a hash; the signature is r and s), Ed25519, RSASSA-PKCS1-v1_5, RSA-PSS (with a saltLength). */
  sign(algorithm: CryptoAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  /** Whether a signature belongs to data. */
  verify(algorithm: CryptoAlgorithm, key: CryptoKey, signature: BufferSource, data: BufferSource): Promise<boolean>;
  /**
   * Encrypts data: AES-GCM (iv, additionalData, tagLength), AES-CBC (iv), AES-CTR (counter, length), RSA-OAEP (label).
   * ```js
   * const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
   * const iv = crypto.getRandomValues(new Uint8Array(12));
   * const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode("a secret"));
   * console.log(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, text)));
   * // Output: a secret
   * ```
   */
  encrypt(algorithm: CryptoAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  /** The way back. */
  decrypt(algorithm: CryptoAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  /** Derives bits: PBKDF2 (hash, salt, iterations), HKDF (hash, salt, info), ECDH and X25519 (public). */
  deriveBits(algorithm: CryptoAlgorithm, baseKey: CryptoKey, length?: number | null): Promise<ArrayBuffer>;
  /** Derives a key. */
  deriveKey(algorithm: CryptoAlgorithm, baseKey: CryptoKey, derived: CryptoAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>): Promise<CryptoKey>;
  /** Exports a key and encrypts it: AES-KW, or what encrypt takes. */
  wrapKey(format: KeyFormat, key: CryptoKey, wrappingKey: CryptoKey, algorithm: CryptoAlgorithm): Promise<ArrayBuffer>;
  /** The way back. */
  unwrapKey(
    format: KeyFormat, wrapped: BufferSource, unwrappingKey: CryptoKey, algorithm: CryptoAlgorithm, keyAlgorithm: CryptoAlgorithm, extractable: boolean,
    usages: Iterable<KeyUsage>,
  ): Promise<CryptoKey>;
}

interface Crypto {
  readonly subtle: SubtleCrypto;
  /**
   * Fills a typed array of integers with random bytes and returns it.
   * @throws DOMException TypeMismatchError for another kind of view, QuotaExceededError for more than 65536 bytes
   * ```js
   * const dice = crypto.getRandomValues(new Uint8Array(10)).map((n) => (n % 6) + 1);
   * console.log(dice.every((n) => n >= 1 && n <= 6));
   * // Output: true
   * ```
   */
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  /**
   * Returns a random UUID of version 4.
   * ```js
   * console.log(crypto.randomUUID().length);
   * // Output: 36
   * ```
   */
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
}

/** Random numbers and digests. The numbers come from the operating system and suit keys and tokens. */
declare var crypto: Crypto;

/** The class of crypto. Scripts cannot construct it. */
declare var Crypto: { prototype: Crypto; new (): Crypto };

/** The class of crypto.subtle. Scripts cannot construct it. */
declare var SubtleCrypto: { prototype: SubtleCrypto; new (): SubtleCrypto };

declare module "web:crypto" {
  export const crypto: typeof globalThis.crypto;
  export const Crypto: typeof globalThis.Crypto;
  export const CryptoKey: typeof globalThis.CryptoKey;
  export const SubtleCrypto: typeof globalThis.SubtleCrypto;
}

/** Hashes and random numbers of Node. Ciphers, keys, signatures and certificates are not here. */
declare module "node:crypto" {
  import type { Buffer } from "node:buffer";
  import type { Transform, Writable } from "node:stream";

  /** Text, in UTF-8 unless another encoding is named, or bytes. */
  export type Data = string | ArrayBufferView | ArrayBufferLike;
  /** How bytes are written as text. */
  export type Encoding = "hex" | "base64" | "base64url" | "latin1" | "binary" | "utf8" | "utf-8" | "ascii" | "utf16le" | "ucs2";

  type KeyInput = string | ArrayBufferView | ArrayBufferLike | KeyObject | CryptoKey | {
    key: string | ArrayBufferView | ArrayBufferLike | KeyObject | CryptoKey | JsonWebKey;
    /** "pem" unless given. */
    format?: "pem" | "der" | "jwk";
    /** What DER has: "pkcs1", "pkcs8", "sec1" or "spki". */
    type?: string;
    /** Of RSA: constants.RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING or RSA_PKCS1_OAEP_PADDING. */
    padding?: number;
    saltLength?: number;
    /** Of EC: "der" unless given. */
    dsaEncoding?: "der" | "ieee-p1363";
    oaepHash?: string;
    oaepLabel?: ArrayBufferView;
    /** Of an encrypted private key. */
    passphrase?: Data;
  };
  interface KeyEncoding {
    format: "pem" | "der" | "jwk";
    type?: "pkcs1" | "pkcs8" | "sec1" | "spki";
    /** What a private key is encrypted with: "aes-128-cbc", "aes-192-cbc" or "aes-256-cbc". */
    cipher?: string;
    /** What it is decrypted with again. */
    passphrase?: Data;
  }
  interface PairOptions {
    /** Of RSA, in bits. */
    modulusLength?: number;
    /** Of EC: "prime256v1", "secp384r1", "secp521r1", or the same as "P-256", "P-384", "P-521". */
    namedCurve?: string;
    publicKeyEncoding?: KeyEncoding;
    privateKeyEncoding?: KeyEncoding;
  }
  /** A key: secret, or one of RSA, EC, Ed25519 or X25519. The same in every isolate that it is posted to. */
  export class KeyObject {
    private constructor();
    readonly type: "secret" | "public" | "private";
    readonly asymmetricKeyType: "rsa" | "ec" | "ed25519" | "x25519" | undefined;
    readonly asymmetricKeyDetails: { modulusLength?: number; publicExponent?: bigint; namedCurve?: string } | undefined;
    /** In bytes. */
    readonly symmetricKeySize: number | undefined;
    /** A key of SubtleCrypto as one of Node. */
    static from(key: CryptoKey): KeyObject;
    equals(other: KeyObject): boolean;
    /**
     * Writes a key: without options the bytes of a secret one. A private key is encrypted if a cipher and a passphrase are given:
     * "pkcs8" with PBES2 and PBKDF2, in PEM or DER; "pkcs1" and "sec1" in PEM, as was done of old.
     *
     * @throws Error with code ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS if what is written has no form that is encrypted
     */
    export(options?: KeyEncoding): any;
  }
  interface NameOptions {
    /** Whether the name of the subject counts: if there is no other ("default"), beside the others, or not. */
    subject?: "default" | "always" | "never";
    /** Whether "*.example.org" is meant by "a.example.org"; true unless given. */
    wildcards?: boolean;
    /** Whether "a*.example.org" is; true unless given. */
    partialWildcards?: boolean;
    /** Whether "*.example.org" is meant by "a.b.example.org". */
    multiLabelWildcards?: boolean;
    /** Whether ".example.org" means names with one label more, and no others. */
    singleLabelSubdomains?: boolean;
  }
  /**
   * A certificate, from PEM or DER. It says what stands in it; whether to trust it is another question: compare its names, its time, and
   * who signed it.
   *
   * @throws Error (ERR_OSSL_PEM_NO_START_LINE) if it cannot be read
   *
   * ```js
   * import { X509Certificate } from "node:crypto";
   * const certificate = new X509Certificate(`-----BEGIN CERTIFICATE-----
   * MIHeMIGRAgIA/zAFBgMrZXAwGzEZMBcGA1UEAwwQYmFyZS5leGFtcGxlLm5ldDAe
   * Fw0yNjExMjcwMDMzMDJaFw00NjAxMjYwMDMzMDJaMBsxGTAXBgNVBAMMEGJhcmUu
   * ZXhhbXBsZS5uZXQwKjAFBgMrZXADIQB6VxuOcSc4rQbKrCcLeOp6aDPqZ2KneM6q
   * iZNCeFXivTAFBgMrZXADQQDg99V7pAhgemOIkj3MOKhc4XXxyf+qjEaAiFLLKcaX
   * 3pSbrl9IvBig4yts/DVINvSxOBWvVV3pJZiIHqpDuuQI
   * -----END CERTIFICATE-----`);
   * console.log(certificate.subject, certificate.validToDate.getUTCFullYear(), certificate.checkHost("bare.example.net"));
   * console.log(certificate.verify(certificate.publicKey));
   * // Output:
   * // CN=bare.example.net 2046 bare.example.net
   * // true
   * ```
   */
  export class X509Certificate {
    constructor(buffer: string | ArrayBufferView);
    /** Whose it is, an attribute a line: "CN=example.org". */
    readonly subject: string | undefined;
    /** The other names of the subject: "DNS:example.org, IP Address:127.0.0.1". */
    readonly subjectAltName: string | undefined;
    /** Who signed it. */
    readonly issuer: string | undefined;
    /** The certificate of the issuer, which is not known here. */
    readonly issuerCertificate: undefined;
    /** Where more about the issuer is found. */
    readonly infoAccess: string | undefined;
    /** The time from which it holds: "Nov 27 00:33:02 2026 GMT". */
    readonly validFrom: string;
    /** The time until which it holds. */
    readonly validTo: string;
    /** The time from which it holds. */
    readonly validFromDate: Date;
    /** The time until which it holds. */
    readonly validToDate: Date;
    /** The SHA-1 of it. */
    readonly fingerprint: string;
    /** The SHA-256 of it. */
    readonly fingerprint256: string;
    /** The SHA-512 of it. */
    readonly fingerprint512: string;
    /** What the key may be used for, as numbers: "1.3.6.1.5.5.7.3.1" is to be a server. */
    readonly keyUsage: string[] | undefined;
    /** The number that the issuer gave it, in hexadecimal digits. */
    readonly serialNumber: string;
    /** The DER. */
    readonly raw: Buffer;
    /** The key that it is of. @throws Error (ERR_OSSL_UNSUPPORTED) if it is of a kind that is not known here */
    readonly publicKey: KeyObject;
    /** Whether it may sign other certificates. */
    readonly ca: boolean;
    /** The PEM. */
    toString(): string;
    /** The PEM. */
    toJSON(): string;
    /** The name in it that a host is meant by. */
    checkHost(name: string, options?: NameOptions): string | undefined;
    /** The address if it stands in it. */
    checkEmail(email: string, options?: NameOptions): string | undefined;
    /** The address if it stands in it. @throws TypeError (ERR_INVALID_ARG_VALUE) if it is none */
    checkIP(ip: string): string | undefined;
    /** Whether another may be that of the issuer, by its name and what it may be used for; verify() holds the signature. */
    checkIssued(otherCert: X509Certificate): boolean;
    /** Whether a private key belongs to it. */
    checkPrivateKey(pkey: KeyObject): boolean;
    /** Whether it was signed with the private half of a public key. Its time and its names are not looked at. */
    verify(pkey: KeyObject): boolean;
    /** The same as an object as node:tls had it of old. */
    toLegacyObject(): Record<string, any>;
  }
  /** A secret key. */
  export function createSecretKey(key: Data, encoding?: Encoding): KeyObject;
  /**
   * Reads a private key, from PEM unless the options say otherwise.
   * @throws Error with code ERR_OSSL_UNSUPPORTED if there is none
   * @throws Error with code ERR_OSSL_BAD_DECRYPT if it is encrypted with another passphrase
   * @throws TypeError with code ERR_MISSING_PASSPHRASE if it is encrypted, and no passphrase is given
   *
   * ```js
   * import { createPrivateKey, generateKeyPairSync } from "node:crypto";
   * const { privateKey } = generateKeyPairSync("ed25519");
   * const pem = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "a long one" });
   * console.log(createPrivateKey({ key: pem, passphrase: "a long one" }).equals(privateKey));
   * // Output: true
   * ```
   */
  export function createPrivateKey(key: KeyInput): KeyObject;
  /** Reads a public key: of PEM, of a certificate, or of a private key. */
  export function createPublicKey(key: KeyInput): KeyObject;
  /** Makes a pair of keys: "rsa", "ec", "ed25519" or "x25519". */
  export function generateKeyPairSync(type: string, options?: PairOptions): { publicKey: any; privateKey: any };
  /** Makes a pair of keys beside the script. */
  export function generateKeyPair(type: string, options: PairOptions | undefined, callback: (error: Error | null, publicKey: any, privateKey: any) => void): void;
  /** Makes a secret key for "hmac" or "aes" of so many bits. */
  export function generateKeySync(type: "hmac" | "aes", options: { length: number }): KeyObject;
  /** Makes a secret key for "hmac" or "aes". */
  export function generateKey(type: "hmac" | "aes", options: { length: number }, callback: (error: Error | null, key: KeyObject) => void): void;
  /** Collects what is to be signed; it is a stream as well. */
  export interface Sign extends Writable {
    update(data: Data, encoding?: Encoding): this;
    sign(key: KeyInput): Buffer;
    sign(key: KeyInput, encoding: Encoding): string;
  }
  /** Collects what was signed; it is a stream as well. */
  export interface Verify extends Writable {
    update(data: Data, encoding?: Encoding): this;
    verify(key: KeyInput, signature: Data, encoding?: Encoding): boolean;
  }
  /** Begins a signature: createSign("sha256").update(data).sign(privateKey). */
  export function createSign(algorithm: string): Sign;
  /** Begins to check a signature. */
  export function createVerify(algorithm: string): Verify;
  /**
   * Signs data at once; the algorithm is a digest, or null for Ed25519.
   * ```js
   * import { generateKeyPairSync, sign, verify } from "node:crypto";
   * const { privateKey, publicKey } = generateKeyPairSync("ed25519");
   * const signature = sign(null, Buffer.from("message"), privateKey);
   * console.log(signature.length, verify(null, Buffer.from("message"), publicKey, signature));
   * // Output:
   * // 64 true
   * ```
   */
  export function sign(algorithm: string | null | undefined, data: Data, key: KeyInput): Buffer;
  export function sign(algorithm: string | null | undefined, data: Data, key: KeyInput, callback: (error: Error | null, signature: Buffer) => void): void;
  /** Checks a signature at once. */
  export function verify(algorithm: string | null | undefined, data: Data, key: KeyInput, signature: Data): boolean;
  export function verify(algorithm: string | null | undefined, data: Data, key: KeyInput, signature: Data, callback: (error: Error | null, valid: boolean) => void): void;
  /** Encrypts with a public key of RSA, in OAEP unless the key says otherwise. */
  export function publicEncrypt(key: KeyInput, data: Data): Buffer;
  /** Decrypts with a private key of RSA. */
  export function privateDecrypt(key: KeyInput, data: Data): Buffer;
  /** The secret that two sides have in common, of EC or X25519. */
  export function diffieHellman(options: { privateKey: KeyObject; publicKey: KeyObject }): Buffer;
  /** The numbers of paddings and lengths of salt. */
  export const constants: { readonly [name: string]: number };

  /** A digest in the making. It is no stream: feed it with update(). */
  export class Hash {
    constructor(algorithm: string);
    /**
     * Adds data and returns the hash.
     * @throws ERR_CRYPTO_HASH_FINALIZED after digest()
     */
    update(data: Data, inputEncoding?: Encoding): this;
    /**
     * Ends the digest and returns it: a Buffer, or text in an encoding.
     * @throws ERR_CRYPTO_HASH_FINALIZED the second time
     */
    digest(): Buffer;
    digest(encoding: "buffer"): Buffer;
    digest(encoding: Encoding): string;
    /** Returns a second hash that goes on from here. */
    copy(): Hash;
  }

  /** A digest with a key in the making. */
  export class Hmac {
    constructor(algorithm: string, key: Data);
    update(data: Data, inputEncoding?: Encoding): this;
    digest(): Buffer;
    digest(encoding: "buffer"): Buffer;
    digest(encoding: Encoding): string;
  }

  /**
   * Begins a digest.
   * @param algorithm one of getHashes(), in the spellings of Node: "sha256", "SHA-256", "RSA-SHA256"
   * @throws ERR_CRYPTO_INVALID_DIGEST for an algorithm that is not there
   * ```js
   * import { createHash } from "node:crypto";
   * console.log(createHash("sha1").update("hello ").update("world").digest("hex"));
   * // Output: 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed
   * ```
   */
  export function createHash(algorithm: string): Hash;

  /**
   * Begins a digest with a key.
   * @throws ERR_CRYPTO_INVALID_DIGEST for an algorithm that is not there
   * ```js
   * import { createHmac } from "node:crypto";
   * console.log(createHmac("md5", "key").update("hello").digest("base64"));
   * // Output: BBMHR6/KTXnjLofPIQTwhw==
   * ```
   */
  export function createHmac(algorithm: string, key: Data): Hmac;

  /**
   * Returns the digest of data at once: text in an encoding, by default "hex", or a Buffer for "buffer".
   * @throws ERR_CRYPTO_INVALID_DIGEST for an algorithm that is not there
   * ```js
   * import { hash } from "node:crypto";
   * console.log(hash("md5", "hello"));
   * // Output: 5d41402abc4b2a76b9719d911017c592
   * ```
   */
  export function hash(algorithm: string, data: Data, outputEncoding?: Encoding): string;
  export function hash(algorithm: string, data: Data, outputEncoding: "buffer"): Buffer;

  /** Returns the names of the digests. */
  export function getHashes(): string[];

  /**
   * Returns `size` random bytes, or hands them to a callback.
   * @throws ERR_OUT_OF_RANGE unless size is an integer from 0 to 2147483647
   * ```js
   * import { randomBytes } from "node:crypto";
   * console.log(randomBytes(8).length);
   * // Output: 8
   * ```
   */
  export function randomBytes(size: number): Buffer;
  export function randomBytes(size: number, callback: (error: Error | null, bytes: Buffer) => void): void;

  /** Fills a buffer or view, or `size` of its elements from `offset` on, with random bytes and returns it. */
  export function randomFillSync<T extends ArrayBufferView | ArrayBuffer>(buffer: T, offset?: number, size?: number): T;

  /** The same as randomFillSync(), with a callback. */
  export function randomFill<T extends ArrayBufferView | ArrayBuffer>(buffer: T, callback: (error: Error | null, buffer: T) => void): void;
  export function randomFill<T extends ArrayBufferView | ArrayBuffer>(
    buffer: T, offset: number, callback: (error: Error | null, buffer: T) => void): void;
  export function randomFill<T extends ArrayBufferView | ArrayBuffer>(
    buffer: T, offset: number, size: number, callback: (error: Error | null, buffer: T) => void): void;

  /**
   * Returns a random integer from `min`, by default 0, up to and without `max`, or hands it to a callback. All are
   * equally likely.
   * @throws ERR_OUT_OF_RANGE unless both are safe integers, max is greater and less than 2 ** 48 away
   * ```js
   * import { randomInt } from "node:crypto";
   * console.log([1, 2, 3, 4, 5, 6].includes(randomInt(1, 7)));
   * // Output: true
   * ```
   */
  export function randomInt(max: number): number;
  export function randomInt(min: number, max: number): number;
  export function randomInt(max: number, callback: (error: Error | null, value: number) => void): void;
  export function randomInt(min: number, max: number, callback: (error: Error | null, value: number) => void): void;

  /** Returns a random UUID of version 4. */
  export function randomUUID(options?: { disableEntropyCache?: boolean }): string;

  /** Fills a typed array of integers with random bytes and returns it, as crypto.getRandomValues() does. */
  export function getRandomValues<T extends ArrayBufferView>(array: T): T;

  /**
   * Compares two secrets in a time that does not tell where they differ.
   * @throws ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH unless they are of one length
   * ```js
   * import { timingSafeEqual } from "node:crypto";
   * console.log(timingSafeEqual(Buffer.from("secret"), Buffer.from("secreT")));
   * // Output: false
   * ```
   */
  export function timingSafeEqual(a: ArrayBufferView | ArrayBufferLike, b: ArrayBufferView | ArrayBufferLike): boolean;

  /** The global crypto. */
  export const webcrypto: Crypto;

  /** The same as crypto.subtle. */
  export const subtle: SubtleCrypto;

  /** The state of a cipher, which is a stream too: update() any number of times, then final(). */
  interface CipherState extends Transform {
    update(data: Data, inputEncoding?: Encoding): Buffer;
    update(data: Data, inputEncoding: Encoding | null | undefined, outputEncoding: Encoding): string;
    final(): Buffer;
    final(encoding: Encoding): string;
    setAutoPadding(yes?: boolean): this;
    setAAD(data: Data): this;
  }
  /** The class of what createCipheriv makes. */
  export const Cipheriv: new (algorithm: string, key: Data, iv: Data | null, options?: { authTagLength?: number }) => CipherState & { getAuthTag(): Buffer };
  /** The class of what createDecipheriv makes. */
  export const Decipheriv: new (algorithm: string, key: Data, iv: Data | null, options?: { authTagLength?: number }) => CipherState & {
    setAuthTag(tag: Data, encoding?: Encoding): CipherState;
  };
  /**
   * Encrypts with AES, in the modes cbc, ctr, gcm and ecb: "aes-256-gcm". A gcm takes an initialization vector of 12 bytes,
   * and keeps what goes through it until its end.
   *
   * ```js
   * import { createCipheriv, createDecipheriv, scryptSync } from "node:crypto";
   * const key = scryptSync("a long password", "salt", 32, { N: 1024 });
   * const iv = Buffer.alloc(12); // for an example: it must never be the same twice
   * const cipher = createCipheriv("aes-256-gcm", key, iv);
   * const secret = Buffer.concat([cipher.update("the message"), cipher.final()]);
   * const decipher = createDecipheriv("aes-256-gcm", key, iv);
   * decipher.setAuthTag(cipher.getAuthTag());
   * console.log(decipher.update(secret, undefined, "utf8") + decipher.final("utf8"));
   * // Output: the message
   * ```
   */
  export function createCipheriv(algorithm: string, key: Data, iv: Data | null, options?: { authTagLength?: number }): InstanceType<typeof Cipheriv>;
  /** Decrypts; final() throws if what came in is not what was encrypted. */
  export function createDecipheriv(algorithm: string, key: Data, iv: Data | null, options?: { authTagLength?: number }): InstanceType<typeof Decipheriv>;
  /** The names of the ciphers. */
  export function getCiphers(): string[];
  type CipherInfo = { name: string; nid: number; mode: string; keyLength: number; blockSize: number; ivLength?: number };
  /** What a cipher needs; undefined if there is none of the name, or none with these lengths. */
  export function getCipherInfo(nameOrNid: string | number, options?: { keyLength?: number; ivLength?: number }): CipherInfo | undefined;
  type Prime = bigint | ArrayBuffer | ArrayBufferView;
  interface PrimeOptions {
    /** Whether (p - 1) / 2 is to be a prime as well. */
    safe?: boolean;
    /** Whether the prime is a bigint, not an ArrayBuffer with the highest byte first. */
    bigint?: boolean;
    /** What the prime leaves when it is divided by add is rem: 1, or 3 of a safe one, if it is not given. */
    add?: Prime;
    rem?: Prime;
  }
  /**
   * Whether a number is a prime, with an error of less than one in 2 ** 40.
   * ```js
   * import { checkPrimeSync, generatePrimeSync } from "node:crypto";
   * console.log(checkPrimeSync(2n ** 61n - 1n), checkPrimeSync(561n), checkPrimeSync(generatePrimeSync(64)));
   * // Output: true false true
   * ```
   *
   * @throws RangeError if it has more than 8192 bits: nothing could end the test
   */
  export function checkPrimeSync(candidate: Prime, options?: { checks?: number }): boolean;
  /** The same beside the script. */
  export function checkPrime(candidate: Prime, callback: (error: Error | undefined, result: boolean) => void): void;
  export function checkPrime(candidate: Prime, options: { checks?: number }, callback: (error: Error | undefined, result: boolean) => void): void;
  /** A random prime of `size` bits, at most 8192. @throws RangeError if there is none such, or none is found */
  export function generatePrimeSync(size: number, options?: PrimeOptions): ArrayBuffer | bigint;
  /** The same beside the script. */
  export function generatePrime(size: number, callback: (error: Error | undefined, prime: ArrayBuffer) => void): void;
  export function generatePrime(size: number, options: PrimeOptions, callback: (error: Error | undefined, prime: ArrayBuffer | bigint) => void): void;
  /** An old name of randomBytes. */
  export const pseudoRandomBytes: typeof randomBytes;
  /** Always 0. */
  export function getFips(): 0;
  /** @throws Error (ERR_CRYPTO_FIPS_UNAVAILABLE) unless it is to be off */
  export function setFips(bool: boolean | number): void;
  /** The names of the curves for createECDH. */
  export function getCurves(): string[];
  type KeyCallback<T> = (error: Error | null, key: T) => void;
  /** Derives a key of `keylen` bytes from a password, slowly; beside the script. */
  export function pbkdf2(password: Data, salt: Data, iterations: number, keylen: number, digest: string, callback: KeyCallback<Buffer>): void;
  /** The same in place. */
  export function pbkdf2Sync(password: Data, salt: Data, iterations: number, keylen: number, digest: string): Buffer;
  /** Derives a key of `keylen` bytes from another; beside the script. */
  export function hkdf(digest: string, key: Data, salt: Data, info: Data, keylen: number, callback: KeyCallback<ArrayBuffer>): void;
  /** The same in place. */
  export function hkdfSync(digest: string, key: Data, salt: Data, info: Data, keylen: number): ArrayBuffer;
  type ScryptOptions = { N?: number; cost?: number; r?: number; blockSize?: number; p?: number; parallelization?: number; maxmem?: number };
  /** Derives a key from a password, slowly and with much memory (128 * N * r bytes, of maxmem at most); beside the script. */
  export function scrypt(password: Data, salt: Data, keylen: number, callback: KeyCallback<Buffer>): void;
  export function scrypt(password: Data, salt: Data, keylen: number, options: ScryptOptions, callback: KeyCallback<Buffer>): void;
  /** The same in place. */
  export function scryptSync(password: Data, salt: Data, keylen: number, options?: ScryptOptions): Buffer;
  type PointFormat = "uncompressed" | "compressed" | "hybrid";
  /** One party of an agreement on a curve. */
  export class ECDH {
    /** @throws TypeError (ERR_CRYPTO_INVALID_CURVE) if there is no such curve */
    constructor(curve: string);
    /** The same point in another form. */
    static convertKey(key: Data, curve: string, inputEncoding?: Encoding, outputEncoding?: Encoding, format?: PointFormat): Buffer | string;
    /** Makes a pair of keys and returns the public one. */
    generateKeys(encoding?: Encoding, format?: PointFormat): Buffer | string;
    /** What this private key and the public key of the other party agree on. @throws Error (ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY) if that is no point of the curve */
    computeSecret(otherPublicKey: Data, inputEncoding?: Encoding | null, outputEncoding?: Encoding): Buffer | string;
    /** The private key. */
    getPrivateKey(encoding?: Encoding): Buffer | string;
    /** The public key. */
    getPublicKey(encoding?: Encoding | null, format?: PointFormat): Buffer | string;
    /** Takes a private key, with the public key that belongs to it. @throws RangeError (ERR_CRYPTO_INVALID_KEYTYPE) if it is none of the curve */
    setPrivateKey(key: Data, encoding?: Encoding): this;
    /** Takes a public key alone, from another form perhaps. */
    setPublicKey(key: Data, encoding?: Encoding): this;
  }
  /**
   * One party of an agreement on a curve: "prime256v1", "secp384r1" or "secp521r1".
   *
   * ```js
   * import { createECDH } from "node:crypto";
   * const [ada, bob] = [createECDH("prime256v1"), createECDH("prime256v1")];
   * const [a, b] = [ada.generateKeys(), bob.generateKeys()];
   * console.log(ada.computeSecret(b).equals(bob.computeSecret(a)));
   * // Output: true
   * ```
   */
  export function createECDH(curve: string): ECDH;
  /** One party of an agreement modulo a prime of a well-known group. The arithmetic takes more or less time with the key: ECDH does not. */
  export class DiffieHellmanGroup {
    constructor(name: string);
    /** Makes a private key if there is none, and returns the public key. */
    generateKeys(encoding?: Encoding): Buffer | string;
    /** What this private key and the public key of the other party agree on, as long as the prime. */
    computeSecret(otherPublicKey: Data, inputEncoding?: Encoding | null, outputEncoding?: Encoding): Buffer | string;
    /** The prime. */
    getPrime(encoding?: Encoding): Buffer | string;
    /** The generator. */
    getGenerator(encoding?: Encoding): Buffer | string;
    /** The public key. */
    getPublicKey(encoding?: Encoding): Buffer | string;
    /** The private key. */
    getPrivateKey(encoding?: Encoding): Buffer | string;
    /** What is wrong with the prime and the generator, as bits; 0 if nothing is. */
    readonly verifyError: number;
  }
  /** The same with a prime of one's own. */
  export class DiffieHellman {
    constructor(sizeOrPrime: number | Data, primeEncoding?: Encoding, generator?: number | Data, generatorEncoding?: Encoding);
    /** Makes a private key if there is none, and returns the public key. */
    generateKeys(encoding?: Encoding): Buffer | string;
    /** What this private key and the public key of the other party agree on, as long as the prime. */
    computeSecret(otherPublicKey: Data, inputEncoding?: Encoding | null, outputEncoding?: Encoding): Buffer | string;
    /** The prime. */
    getPrime(encoding?: Encoding): Buffer | string;
    /** The generator. */
    getGenerator(encoding?: Encoding): Buffer | string;
    /** The public key. */
    getPublicKey(encoding?: Encoding): Buffer | string;
    /** The private key. */
    getPrivateKey(encoding?: Encoding): Buffer | string;
    /** Takes a public key. */
    setPublicKey(key: Data, encoding?: Encoding): this;
    /** Takes a private key; generateKeys() makes the public key that belongs to it. */
    setPrivateKey(key: Data, encoding?: Encoding): this;
    /** What is wrong with the prime and the generator, as bits; 0 if nothing is. */
    readonly verifyError: number;
  }
  /**
   * One party of an agreement modulo a prime, of which the other needs the same. It has 512 bits at least; one that is made here
   * has 1024 bits at most.
   *
   * @throws Error (ERR_OSSL_DH_MODULUS_TOO_SMALL) if a prime that is to be made would have fewer bits
   */
  export function createDiffieHellman(prime: Data, generator?: number | Data): DiffieHellman;
  export function createDiffieHellman(prime: string, primeEncoding: Encoding, generator?: number | Data, generatorEncoding?: Encoding): DiffieHellman;
  export function createDiffieHellman(bits: number, generator?: number | Data): DiffieHellman;
  /** One party with a prime of RFC 2409 or RFC 3526: "modp1", "modp2", "modp5", and "modp14" to "modp18". */
  export function getDiffieHellman(name: string): DiffieHellmanGroup;
  /** The same as getDiffieHellman. */
  export function createDiffieHellmanGroup(name: string): DiffieHellmanGroup;
}

declare module "crypto" {
  export {
    Hash, Hmac, createHash, createHmac, getHashes, getRandomValues, hash, randomBytes, randomFill, randomFillSync, randomInt, randomUUID,
    subtle, timingSafeEqual, webcrypto, Cipheriv, Decipheriv, createCipheriv, createDecipheriv, getCiphers, getCurves, hkdf, hkdfSync, pbkdf2,
    pbkdf2Sync, scrypt, scryptSync, ECDH, DiffieHellman, DiffieHellmanGroup, createDiffieHellman, createDiffieHellmanGroup, createECDH,
    getDiffieHellman, X509Certificate,
  } from "node:crypto";
  export type { Data, Encoding } from "node:crypto";
}
