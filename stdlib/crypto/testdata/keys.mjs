// Keys and signatures: what they give is compared with what Node v20 gives (node keys.mjs > keys.txt).
import crypto, { createHmac, createPrivateKey, createPublicKey, createSecretKey, createSign, createVerify, generateKeyPairSync, KeyObject } from "node:crypto";
import { promisify } from "node:util";

const ec = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgne4eosBSAqv3A5bF
cuetVBj0XvrzAvdEzR5It2YKYRuhRANCAATeXvfHhyd80dv0B4RzP++fSfIPfBmZ
7osJ2z60pTJkYJdyibDk5C021QMl/PfV4jMOZgrVmckJHLj8E3a3kHsj
-----END PRIVATE KEY-----`;
const jwk = { kty: "OKP", crv: "Ed25519", d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, error.name, error.code);
  }
};
const secret = createSecretKey("secret", "utf8");
show("secret", () => [secret.type, secret.symmetricKeySize, secret.asymmetricKeyType, secret.export().toString(), secret.export({ format: "jwk" })]);
show("hmac", () => createHmac("sha256", secret).update("x").digest("hex") === createHmac("sha256", "secret").update("x").digest("hex"));
show("hkdf", () => Buffer.from(crypto.hkdfSync("sha256", secret, "", "", 8)).toString("hex"));
show("equals", () => [secret.equals(createSecretKey(Buffer.from("secret"))), secret.equals(createSecretKey(Buffer.from("other"))), secret instanceof KeyObject]);
const privateKey = createPrivateKey(ec);
const publicKey = createPublicKey(privateKey);
show("ec", () => [privateKey.type, publicKey.type, privateKey.asymmetricKeyType, privateKey.asymmetricKeyDetails, publicKey.symmetricKeySize]);
show("jwk", () => [privateKey.export({ format: "jwk" }), publicKey.export({ format: "jwk" })]);
show("pem", () => [publicKey.export({ type: "spki", format: "pem" }), privateKey.export({ type: "pkcs8", format: "pem" }).trim() === ec.trim()]);
show("der", () => [publicKey.export({ type: "spki", format: "der" }).length, privateKey.export({ type: "sec1", format: "der" }).length]);
show("public of private", () => createPublicKey(ec).equals(publicKey));
show("der again", () => createPublicKey({ key: publicKey.export({ type: "spki", format: "der" }), format: "der", type: "spki" }).equals(publicKey));
const ed = createPrivateKey({ key: jwk, format: "jwk" });
show("ed25519", () => crypto.sign(null, Buffer.from(""), ed).toString("hex"));
show("ed25519 verifies", () => crypto.verify(null, Buffer.from("a"), createPublicKey(ed), crypto.sign(null, Buffer.from("a"), ed)));
show("ed25519 jwk", () => [ed.export({ format: "jwk" }), createPublicKey({ key: { kty: "OKP", crv: jwk.crv, x: jwk.x }, format: "jwk" }).asymmetricKeyType]);
for (const digest of ["SHA256", "sha512", "RSA-SHA384"]) {
  const signature = createSign(digest).update("da").update("ta").sign(ec);
  show(digest, () => [createVerify(digest).update("data").verify(publicKey, signature), createVerify(digest).update("dat").verify(publicKey, signature)]);
}
const plain = crypto.sign("sha256", Buffer.from("data"), { key: ec, dsaEncoding: "ieee-p1363" });
show("ieee-p1363", () => [plain.length, crypto.verify("sha256", Buffer.from("data"), { key: publicKey, dsaEncoding: "ieee-p1363" }, plain), crypto.verify("sha256", Buffer.from("data"), publicKey, plain)]);
const stream = createSign("sha256");
stream.write("data");
stream.end();
show("stream", () => createVerify("sha256").update("data").verify(publicKey, stream.sign(ec, "base64"), "base64"));

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs1", format: "pem" } });
show("rsa", () => [rsa.publicKey.split("\n")[0], rsa.privateKey.split("\n")[0], createPrivateKey(rsa.privateKey).asymmetricKeyDetails]);
show("rsa signs", () => createVerify("sha256").update("x").verify(rsa.publicKey, createSign("sha256").update("x").sign(rsa.privateKey)));
const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = crypto.constants;
const pss = crypto.sign("sha256", Buffer.from("x"), { key: rsa.privateKey, padding, saltLength });
show("pss", () => [crypto.verify("sha256", Buffer.from("x"), { key: rsa.publicKey, padding, saltLength }, pss), crypto.verify("sha256", Buffer.from("x"), { key: rsa.publicKey, padding }, pss), crypto.verify("sha256", Buffer.from("x"), rsa.publicKey, pss)]);
show("oaep", () => crypto.privateDecrypt(rsa.privateKey, crypto.publicEncrypt(rsa.publicKey, Buffer.from("hidden"))).toString());
show("oaep sha256", () => crypto.privateDecrypt({ key: rsa.privateKey, oaepHash: "sha256" }, crypto.publicEncrypt({ key: rsa.publicKey, oaepHash: "sha256" }, Buffer.from("hidden"))).toString());
for (const type of ["ec", "ed25519", "x25519"]) {
  const pair = await promisify(crypto.generateKeyPair)(type, { namedCurve: "secp384r1" });
  const other = generateKeyPairSync(type, { namedCurve: "P-384" });
  show(type, () => [pair.publicKey.type, pair.privateKey.asymmetricKeyType, Object.keys(pair.privateKey.export({ format: "jwk" })), pair.privateKey.asymmetricKeyDetails]);
  if (type !== "ed25519") show(`${type} agrees`, () => crypto.diffieHellman({ privateKey: pair.privateKey, publicKey: other.publicKey }).equals(crypto.diffieHellman({ privateKey: other.privateKey, publicKey: pair.publicKey })));
}
show("generateKey", () => [crypto.generateKeySync("aes", { length: 256 }).symmetricKeySize, crypto.generateKeySync("hmac", { length: 100 }).symmetricKeySize]);
show("from web", () => KeyObject.from(webKey).export().toString());
const webKey = await crypto.subtle.importKey("raw", Buffer.from("web"), { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
show("from web", () => KeyObject.from(webKey).export().toString());
for (const [name, run] of Object.entries({
  "no key": () => createSign("sha256").sign(), "no algorithm": () => createSign(5), "no such digest": () => createSign("nope").update("x").sign(ec),
  "secret signs": () => createSign("sha256").update("x").sign(secret), "wrong kind": () => createPublicKey(publicKey), "number": () => createPrivateKey(5), "no curve": () => generateKeyPairSync("ec", { namedCurve: "nope" }),
  "no type": () => generateKeyPairSync("nope"), "no length": () => generateKeyPairSync("rsa", {}), "bad jwk": () => createPrivateKey({ key: {}, format: "jwk" }), "callback": () => crypto.generateKeyPair("ed25519", {}),
  "aes": () => crypto.generateKeySync("aes", { length: 5 }), "from": () => KeyObject.from({}), "encoding": () => crypto.sign("sha256", Buffer.alloc(1), { key: ec, dsaEncoding: "x" }),
})) show(name, run);
try {
  createPrivateKey("not a key");
} catch (error) {
  console.log(error instanceof Error);
}
