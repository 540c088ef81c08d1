export default async () => {
  try {
    await fetch("http://127.0.0.1:8099/");
  } catch (e) {
    return e.cause.name;
  }
};
