// Signed and encrypted tokens with the keys of crypto.subtle.
import * as jose from "jose";

const text = new TextEncoder();
const secret = text.encode("a secret of thirty-two characters");
const token = await new jose.SignJWT({ a: 1 }).setProtectedHeader({ alg: "HS256" }).setIssuedAt(1700000000).sign(secret);
console.log(token, (await jose.jwtVerify(token, secret)).payload);
await jose.jwtVerify(token, text.encode("another secret of so many characters")).catch((error) => console.log(error.code));
for (const alg of ["ES256", "ES384", "RS256", "PS256", "EdDSA"]) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const signed = await new jose.SignJWT({ alg }).setProtectedHeader({ alg }).sign(privateKey);
  const jwk = await jose.exportJWK(publicKey);
  console.log((await jose.jwtVerify(signed, publicKey)).payload, Object.keys(jwk).sort().join(), (await jose.exportSPKI(publicKey)).split("\n")[0]);
}
for (const [alg, enc] of [["dir", "A256GCM"], ["A256KW", "A128CBC-HS256"], ["RSA-OAEP-256", "A256GCM"], ["ECDH-ES", "A128GCM"]]) {
  const shared = text.encode("0123456789abcdef0123456789abcdef");
  const { publicKey, privateKey } = /^(RSA|ECDH)/.test(alg) ? await jose.generateKeyPair(alg) : { publicKey: shared, privateKey: shared };
  const jwe = await new jose.CompactEncrypt(text.encode(`hidden by ${alg}`)).setProtectedHeader({ alg, enc }).encrypt(publicKey);
  console.log(new TextDecoder().decode((await jose.compactDecrypt(jwe, privateKey)).plaintext));
}
console.log(await jose.calculateJwkThumbprint({
  kty: "EC", crv: "P-256", x: "q3zAwR_kUwtdLEwtB2oVfucXiLHmEhu9bJUFYjJxYGs", y: "8h0D-ONoU-iZqrq28TyUxEULxuGwJZGMJYTMbeMshvI",
}));
