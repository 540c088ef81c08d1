import { GraphQLError, buildSchema, graphql, parse, print, printSchema, subscribe, validate } from "graphql";

const schema = buildSchema(`
  type Book { title: String! pages: Int author: Author! }
  type Author { name: String! books: [Book!]! }
  type Query { book(title: String!): Book books(first: Int = 10): [Book!]! broken: String! }
  type Mutation { add(title: String!, author: String!): Book! }
  type Subscription { added: Book! }
`);
const books = [{ title: "Notes", pages: 66, author: "Ada" }, { title: "Compilers", pages: 300, author: "Grace" }];
const bookOf = (book) => book && { ...book, author: () => ({ name: book.author, books: () => books.filter(({ author }) => author === book.author).map(bookOf) }) };
const rootValue = {
  book: ({ title }) => bookOf(books.find((book) => book.title === title)),
  books: async ({ first }) => books.slice(0, first).map(bookOf),
  broken: () => { throw new GraphQLError("out of order", { extensions: { code: "BROKEN" } }); },
  add: (book) => bookOf(books[books.push(book) - 1]),
  async *added() { for (const book of books) yield { added: bookOf(book) }; },
};
const ask = async (source, variableValues) => JSON.parse(JSON.stringify(await graphql({ schema, source, rootValue, variableValues })));
console.log(JSON.stringify(await ask("query Q($t: String!) { book(title: $t) { pages author { name books { title } } } }", { t: "Notes" })));
console.log(JSON.stringify(await ask("{ books(first: 1) { ...F } all: books { title } } fragment F on Book { title pages }")));
console.log(JSON.stringify(await ask('mutation { add(title: "New", author: "Ada") { title pages author { books { title } } } }')));
console.log(JSON.stringify(await ask("{ broken }")), JSON.stringify(await ask("{ nothing }")), (await ask("{ book(")).errors[0].message);
console.log(validate(schema, parse("{ book { title } books { no } }")).map(({ message }) => message));
console.log(print(parse("query($a:Int=1){books(first:$a){title}}")), printSchema(schema).split("\n").length);
for await (const { data } of await subscribe({ schema, document: parse("subscription { added { title } }"), rootValue })) console.log(data.added.title);
