// A router of web addresses made of URLPattern: the first pattern that matches gives the page and what it needs.
const routes = [
  [{ pathname: "/" }, () => "the front page"],
  [{ pathname: "/books/:id(\\d+)" }, ({ pathname }) => `book number ${pathname.groups.id}`],
  [{ pathname: "/books/:title/:chapter*" }, ({ pathname }) => `${pathname.groups.title}, ${pathname.groups.chapter ?? "from the beginning"}`],
  [{ hostname: "{:language.}?shop.example", pathname: "/search", search: "*" }, (found) =>
    `${new URLSearchParams(found.search.input).get("q")} in ${found.hostname.groups.language ?? "any language"}`],
].map(([pattern, page]) => [new URLPattern(pattern), page]);

function open(url) {
  for (const [pattern, page] of routes) {
    const found = pattern.exec(url);
    if (found !== null) return page(found);
  }
  return "no such page";
}

for (const path of ["/", "/books/42", "/books/dune/2/spice", "/books/dune", "/search?q=sand", "/shelf"]) {
  console.log(path, "->", open(new URL(path, "https://de.shop.example")));
}

// Output:
// / -> the front page
// /books/42 -> book number 42
// /books/dune/2/spice -> dune, 2/spice
// /books/dune -> dune, from the beginning
// /search?q=sand -> sand in de
// /shelf -> no such page
