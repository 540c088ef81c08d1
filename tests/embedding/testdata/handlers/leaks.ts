const kept: unknown[] = [];

export default () => {
  for (;;) kept.push({ request: kept.length });
};
