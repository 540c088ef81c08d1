// Identifiers: length, alphabet, no collisions, and the same ones from the same source of chance.
import { customAlphabet, customRandom, nanoid, urlAlphabet } from "nanoid";
import { nanoid as insecure } from "nanoid/non-secure";

const ids = Array.from({ length: 2000 }, () => nanoid());
console.log(new Set(ids).size, ids.every((id) => /^[\w-]{21}$/.test(id)), nanoid(5).length, urlAlphabet.length);
const used = new Set(ids.join(""));
console.log(used.size, [...used].every((c) => urlAlphabet.includes(c)));

const hex = customAlphabet("0123456789abcdef", 32);
console.log(/^[0-9a-f]{32}$/.test(hex()), hex(4).length, insecure(7).length);

let seed = 42;
const chance = (size) => Uint8Array.from({ length: size }, () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16);
console.log(customRandom("abcdefghij", 12, chance)(), customRandom("01", 8, chance)());
