// Hashes of passwords, in JavaScript.
import bcrypt from "bcryptjs";

const salt = "$2b$04$abcdefghijklmnopqrstuu";
const hash = bcrypt.hashSync("password", salt);
console.log(hash, bcrypt.getRounds(hash), bcrypt.getSalt(hash));
console.log(await bcrypt.compare("password", hash), await bcrypt.compare("other", hash), await bcrypt.hash("ü", salt));
console.log((await bcrypt.genSalt(5)).length, bcrypt.truncates("x".repeat(80)));
