import { stall } from "app:store";

export default async () => {
  await stall();
  return "never";
};
