import { all } from "app:store";

export default async (q: string) => {
  const ids: number[] = [];
  for await (const row of all()) {
    ids.push(row.id);
    if (ids.length === Number(q)) break;
  }
  return ids.join();
};
