import { find } from "app:store";
import { greeting } from "../greeting.ts";

export default async (q: string) => greeting((await find(Number(q))).name);
