// The cryptography of the web as the compiler sees it.
export async function seal(key: CryptoKey, text: string): Promise<ArrayBuffer> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const usages: KeyUsage[] = key.usages;
  if (!usages.includes("encrypt")) throw new TypeError(key.algorithm.name);
  const jwk: JsonWebKey = await crypto.subtle.exportKey("jwk", key);
  const again: CryptoKey = await crypto.subtle.importKey("jwk", jwk, "AES-GCM", key.extractable, ["encrypt"]);
  // @ts-expect-error: the formats are known
  await crypto.subtle.exportKey("pem", key);
  // @ts-expect-error: so are the usages
  await crypto.subtle.importKey("raw", iv, "HKDF", false, ["read"]);
  const { publicKey, privateKey }: CryptoKeyPair = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
  await crypto.subtle.deriveBits({ name: "X25519", public: publicKey }, privateKey, 128);
  return crypto.subtle.encrypt({ name: "AES-GCM", iv }, again, new TextEncoder().encode(text));
}
