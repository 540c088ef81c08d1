import { books } from "lariat:host";

let n = 0;

export default async () => {
  using _ = await books.lock();
  return String(++n);
};
