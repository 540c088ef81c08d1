let sum = 0;
let requests = 0;

export default async (q: string) => {
  sum += Number(q);
  await null;
  return `${sum} of ${++requests}`;
};
