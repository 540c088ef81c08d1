// Tokens signed with secrets and with keys of RSA and EC.
import crypto from "node:crypto";
import jwt from "jsonwebtoken";

const token = jwt.sign({ a: 1, iat: 1700000000 }, "secret");
console.log(token, jwt.verify(token, "secret"), jwt.decode(token, { complete: true }).header);
for (const run of [() => jwt.verify(token, "other"), () => jwt.verify("x.y.z", "secret"), () => jwt.verify(jwt.sign({ exp: 1 }, "s"), "s")]) {
  try {
    run();
  } catch (error) {
    console.log(error.name, error.message);
  }
}
const encoded = { publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } };
const rsa = crypto.generateKeyPairSync("rsa", { modulusLength: 2048, ...encoded });
for (const algorithm of ["RS256", "RS512", "PS256"]) {
  console.log(algorithm, jwt.verify(jwt.sign({ b: 2, iat: 1 }, rsa.privateKey, { algorithm }), rsa.publicKey));
}
for (const [algorithm, namedCurve] of [["ES256", "P-256"], ["ES384", "P-384"], ["ES512", "P-521"]]) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync("ec", { namedCurve });
  console.log(algorithm, jwt.verify(jwt.sign({ c: 3, iat: 1 }, privateKey, { algorithm }), publicKey));
}
